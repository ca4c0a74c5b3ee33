"""The command that explains what is missing, on real servers."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import bcrypt
import pytest

from live_exporter.command import run_command
from live_servers import MariaDB, PostgreSQL, Redis, free_port

CANARY = f"canary-{secrets.token_hex(6)}"
LOCAL = "--web.listen-address=127.0.0.1:0"


def findings(directory: Path, *arguments: str, **environ: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and what was found by place; nothing of it holds the canary."""
    run = run_command(directory, "doctor", "--format=json", *arguments, **environ)
    assert run.stderr == ""
    assert CANARY not in run.stdout
    found = json.loads(run.stdout)["findings"]
    return run.returncode, {one["place"]: one for one in found if one["level"] != "note"}


def test_nothing_is_missing(tmp_path: Path, postgresql: PostgreSQL) -> None:
    """An administrator may see everything."""
    url = f"postgres://{postgresql.user}:{postgresql.password}@{postgresql.host}:{postgresql.port}"
    assert findings(tmp_path, LOCAL, DATABASE_URL=f"{url}/postgres") == (0, {})


def test_privileges(tmp_path: Path, mariadb: MariaDB, redis_server: Redis) -> None:
    """Each that is missing is named with what grants it."""
    with mariadb.connect() as admin, admin.cursor() as cursor, redis_server.connect() as cache:
        cursor.execute("CREATE USER narrow@'%%' IDENTIFIED BY %s", (CANARY,))
        cursor.execute("CREATE TABLE shown (id INT)")
        cursor.execute("GRANT SELECT ON app.shown TO narrow@'%'")
        cache.acl_setuser(
            "narrow", enabled=True, passwords=[f"+{CANARY}"], keys=["*"], commands=["+get", "+set"]
        )
        try:
            code, found = findings(
                tmp_path,
                LOCAL,
                DATABASE_URL=f"mysql://narrow:{CANARY}@{mariadb.host}:{mariadb.port}/app",
                CACHE_URL=f"redis://narrow:{CANARY}@{redis_server.host}:{redis_server.port}/0",
            )
        finally:
            cursor.execute("DROP USER narrow@'%'")
            cursor.execute("DROP TABLE shown")
            cache.acl_deluser("narrow")
    assert code == 1
    cache_place = f"cache/default/{redis_server.host}:{redis_server.port}"
    assert set(found) == {"database/default", cache_place}
    assert "+info" in found[cache_place]["remedy"]
    assert "+del" in found[cache_place]["remedy"]


def test_what_cannot_be_reached(tmp_path: Path) -> None:
    """How far the way leads is told."""
    port = free_port()
    code, found = findings(
        tmp_path,
        LOCAL,
        DATABASE_URL=f"postgres://a:{CANARY}@127.0.0.1:{port}/shop",
        DATABASE_URL_B=f"mysql://a:{CANARY}@no-such-host.invalid/shop",
    )
    assert code == 2
    assert f"nothing listens at 127.0.0.1:{port}" in found["database/default"]["what"]
    assert "no-such-host.invalid:3306 does not resolve" in found["database/b"]["what"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databasse: {}", "did you mean 'databases'?"),
        ("databases: {a: {url: 'nothing://x'}}", "databases.a.url"),
    ],
)
def test_a_configuration_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    """It is a finding like any other, beside what can be said without one."""
    (tmp_path / "a.yaml").write_text(text)
    code, found = findings(tmp_path, "--config.file=a.yaml")
    assert code == 2
    assert said in found["configuration"]["what"]


def test_nothing_configured(tmp_path: Path) -> None:
    """Whoever forgot the settings is told what to set."""
    code, found = findings(tmp_path, LOCAL)
    assert code == 1
    assert set(found) == {"settings"}


def test_the_daemon_itself(tmp_path: Path) -> None:
    """Files that everybody may read, and passwords in clear text."""
    config, web = tmp_path / "a.yaml", tmp_path / "web.yaml"
    config.write_text(f"databases: {{a: {{url: 'sqlite:///{tmp_path}/a.db', password: {CANARY}}}}}")
    hashed = bcrypt.hashpw(CANARY.encode(), bcrypt.gensalt(4)).decode()
    web.write_text(f"basic_auth_users: {{a: {hashed}}}")
    config.chmod(0o644)
    web.chmod(0o600)
    code, found = findings(
        tmp_path, "--config.file=a.yaml", "--web.config.file=web.yaml", "--no-collector.database"
    )
    assert code == 1
    assert found["web"]["what"] == "passwords come to :10170 in clear text"
    assert (
        "everybody on this host may read secrets: databases.a.password" in found["a.yaml"]["what"]
    )
    assert set(found) == {"web", "a.yaml"}


def test_a_table_for_people(tmp_path: Path) -> None:
    """With a summary in the last line, and no colour in a pipe."""
    run = run_command(tmp_path, "doctor", LOCAL, COLUMNS="80")
    assert run.returncode == 1
    assert "▲ warning  settings" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("1 warning")
    assert "\x1b" not in run.stdout
