"""The command that prints privileges, as a user of real servers."""

from __future__ import annotations

import json
from pathlib import Path

from live_celery import write_project
from live_exporter.command import run_command
from live_servers import MariaDB, Memcached, PostgreSQL, Redis, free_port

CANARY = "canary-secret"


def postgresql_url(server: PostgreSQL) -> str:
    """The administrator's."""
    return f"postgres://{server.user}:{server.password}@{server.host}:{server.port}/postgres"


def test_each_server_with_its_version(
    tmp_path: Path,
    postgresql: PostgreSQL,
    mariadb: MariaDB,
    redis_server: Redis,
    memcached: Memcached,
) -> None:
    """They are asked; no password is told."""
    run = run_command(
        tmp_path,
        "grants",
        DATABASE_URL=postgresql_url(postgresql),
        DATABASE_URL_OLD=f"mysql://{mariadb.user}:{mariadb.password}@{mariadb.host}:{mariadb.port}/app",
        CACHE_URL=f"redis://{redis_server.host}:{redis_server.port}/1",
        CACHE_URL_MEM=f"memcached://{memcached.host}:{memcached.port}",
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "-- database/default: PostgreSQL 1" in run.stdout
    assert "-- database/old: MariaDB 1" in run.stdout
    assert "GRANT SHOW VIEW ON `app`.*" in run.stdout
    assert f"# cache/default/{redis_server.host}:{redis_server.port}: Redis " in run.stdout
    assert "+select" in run.stdout
    assert ": Memcached\n" in run.stdout
    assert postgresql.password not in run.stdout


def test_statements_alone_of_what_is_named(tmp_path: Path, postgresql: PostgreSQL) -> None:
    """For a pipe into the server's client."""
    run = run_command(
        tmp_path,
        *("grants", "database", "--user=wat cher", "--format=statements"),
        DATABASE_URL=postgresql_url(postgresql),
        CACHE_URL="redis://127.0.0.1:1/0",
    )
    assert run.returncode == 0
    assert run.stdout == (
        'GRANT CONNECT ON DATABASE "postgres" TO "wat cher";\n'
        'GRANT pg_read_all_stats TO "wat cher";\n'
    )


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    """It is told on stderr, unless the version is given."""
    url = f"redis://:{CANARY}@127.0.0.1:{free_port()}/0"
    run = run_command(tmp_path, "grants", "--format=json", CACHE_URL=url)
    assert run.returncode == 0
    assert "did not tell its version" in run.stderr
    assert "clearselectors" in json.loads(run.stdout)[0]["statements"][0]
    old = run_command(tmp_path, "grants", "--server-version=6.0", CACHE_URL=url)
    assert old.stderr == ""
    assert "resetchannels" not in old.stdout
    assert CANARY not in run.stdout + run.stderr + old.stdout


def test_a_server_that_may_be_either_product(tmp_path: Path) -> None:
    """MySQL and MariaDB have the same URLs: the flag that says which is named."""
    url = f"mysql://u:{CANARY}@127.0.0.1:{free_port()}/app"
    run = run_command(tmp_path, "grants", DATABASE_URL=url)
    assert run.returncode == 0
    assert "--server-version" in run.stderr
    assert "--kind=mariadb" in run.stderr
    versioned = run_command(tmp_path, "grants", "--server-version=8.4", DATABASE_URL=url)
    assert "--kind=mariadb" in versioned.stderr
    assert "-- database/default: MySQL 8.4" in versioned.stdout
    assert CANARY not in run.stdout + run.stderr + versioned.stderr


def test_nothing_that_can_be_granted(tmp_path: Path) -> None:
    """An old PostgreSQL is told in a line, on stderr where statements alone are printed."""
    old = ("grants", "--kind=postgresql", "--database=shop", "--server-version=9.6")
    run = run_command(tmp_path, *old)
    assert "GRANT" not in run.stdout
    assert "not supported" in run.stdout
    statements = run_command(tmp_path, *old, "--format=statements")
    assert statements.stdout == ""
    assert "not supported" in statements.stderr
    assert statements.stderr.count("\n") == 1


def test_the_broker_of_a_project(tmp_path: Path, redis_server: Redis) -> None:
    """By the settings of its Celery application; its queues are named."""
    url = f"redis://{redis_server.host}:{redis_server.port}/4"
    project = write_project(tmp_path, url, CELERY_TASK_DEFAULT_QUEUE="orders")
    run = run_command(project, "grants", "celery", "--django.settings=canary_shop.settings")
    assert run.returncode == 0, run.stderr
    assert "# celery: Redis 7." in run.stdout
    assert "~orders" in run.stdout
    assert "&/4.celery.pidbox" in run.stdout


def test_a_project_whose_application_fails(tmp_path: Path) -> None:
    """It is told by type and place, and the rest is printed."""
    project = write_project(tmp_path, "redis://h/0", INSTALLED_APPS=["failing"])
    (project / "a.yaml").write_text("databases: {lite: {engine: sqlite, name: /a.db}}")
    (project / "failing.py").write_text(f"raise ValueError('{CANARY}')\n")
    run = run_command(
        project,
        *("grants", "--django.settings=canary_shop.settings", "--config.file=a.yaml"),
    )
    assert run.returncode == 0
    assert "Warning: celery: " in run.stderr
    assert "ValueError at failing.py:1" in run.stderr
    assert "database/lite: SQLite" in run.stdout
    assert CANARY not in run.stdout + run.stderr


def test_servers_that_are_not_configured(tmp_path: Path) -> None:
    """No configuration is read, be it wrong or not."""
    run = run_command(
        tmp_path,
        *("grants", "--kind=mysql", "--database=shop", "--config.file=absent"),
    )
    assert run.returncode == 0
    assert "GRANT PROCESS, REPLICATION CLIENT ON *.*" in run.stdout


def test_mistakes(tmp_path: Path) -> None:
    """One line each, with what there is."""
    url = {"CACHE_URL": "redis://127.0.0.1:1/0"}
    for arguments, said in (
        (["cahce"], "did you mean 'cache"),
        (["celery"], "unknown target 'celery'"),
        (["--kind=mysql"], "--database"),
        (["--kind=mysql", "--database=a", "x"], "name none"),
        (["--user=a\nb"], "--user"),
        (["--host="], "--host"),
        (["--database=shop"], "give it too"),
        (["--server-version=banana"], "--server-version: a number is expected"),
        (["--kind=mysql", "--database=a", "--server-version=v8"], "--server-version: a number"),
        (["--server-version=8\nDROP"], "--server-version: a number"),
    ):
        run = run_command(tmp_path, "grants", *arguments, **url)
        assert run.returncode == 2, arguments
        assert said in run.stderr, run.stderr
        assert run.stderr.count("\n") == 1
        assert run.stdout == ""


def test_nothing_to_grant(tmp_path: Path) -> None:
    """An empty answer says why it is one."""
    run = run_command(tmp_path, "grants")
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "Warning: no server is configured that has privileges to grant\n"
