"""Reloads while the daemon is asked all the time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from live_exporter import (
    Answer,
    Exporter,
    postgresql_entry,
    redis_entry,
    write_settings,
)
from live_servers import PostgreSQL, Redis
from reloads import (
    LIFECYCLE,
    PATIENCE,
    eventually,
    refused,
    reloaded,
    scraping,
    up,
)

MODULE = "reload_settings"
BUSY = "critical: {system: false}\n"
"""The machine may be busy, by these tests among others, without anything being unhealthy."""

ROUNDS = 20
MANY = 100


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A configuration file that says next to nothing yet."""
    path = tmp_path / "health.yaml"
    path.write_text(BUSY, encoding="utf-8")
    return path


def _settings(folder: Path, postgresql: PostgreSQL, redis: Redis, **more: object) -> None:
    write_settings(
        folder,
        MODULE,
        DATABASES={
            "default": postgresql_entry(postgresql),
            "through_django": {
                **postgresql_entry(postgresql),
                "ENGINE": "reload_backend",
            },
        },
        CACHES={"default": redis_entry(redis)},
        INSTALLED_APPS=["django.contrib.contenttypes"],
        **more,
    )


@pytest.fixture
def exporter(
    tmp_path: Path, file: Path, postgresql: PostgreSQL, redis_server: Redis
) -> Iterator[Exporter]:
    """The daemon on a Django project with two databases, one of an unknown engine, and a cache."""
    backend = tmp_path / "reload_backend"
    backend.mkdir()
    (backend / "__init__.py").touch()
    (backend / "base.py").write_text(
        "from django.db.backends.postgresql.base import DatabaseWrapper as DatabaseWrapper\n",
        encoding="utf-8",
    )
    (tmp_path / "own_checks.py").write_text(
        "from django.db import connection\n"
        "def orm():\n"
        "    with connection.cursor() as cursor:\n"
        "        cursor.execute('SELECT 1')\n"
        "    return {'status': 'ok'}\n",
        encoding="utf-8",
    )
    custom = {"CUSTOM_CHECKS": ["own_checks.orm"]}
    _settings(tmp_path, postgresql, redis_server, HEALTH_CHECK=custom)
    arguments = [f"--django.settings={MODULE}", f"--config.file={file}", LIFECYCLE]
    with Exporter(tmp_path, arguments) as running:
        eventually(lambda: set(up(running).values()) == {1})
        yield running


ALIASES = ("default", "through_django")


def _thresholds(round_: int) -> str:
    return f"{BUSY}thresholds: {{memory: {{warning: {90 + round_ % 9}, critical: 99}}}}"


def test_no_scrape_is_lost(file: Path, exporter: Exporter) -> None:
    """While reloads come one after the other, each scrape is answered, with all targets up."""
    with scraping(exporter, ALIASES, ["default"]) as found:
        for round_ in range(ROUNDS):
            file.write_text(_thresholds(round_), encoding="utf-8")
            reloaded(exporter)
    assert found.faults == []
    assert found.count >= ROUNDS / 4


def test_no_scrape_is_lost_while_reloads_fail(file: Path, exporter: Exporter) -> None:
    """The same while every other configuration is bad, at its beginning or at its end."""
    bad = ("nonsense: 1", f"{BUSY}custom_checks: [no.such]")
    with scraping(exporter, ALIASES, ["default"]) as found:
        for round_ in range(ROUNDS):
            file.write_text(bad[round_ % 2], encoding="utf-8")
            refused(exporter)
            file.write_text(_thresholds(round_), encoding="utf-8")
            reloaded(exporter)
    assert found.faults == []


def test_unchanged_targets_keep_their_connections(
    file: Path, exporter: Exporter, redis_server: Redis
) -> None:
    """A threshold that changes does not make the daemon connect anew."""
    name = "total_connections_received"

    def received() -> float:
        exporter.scrape()
        with redis_server.connect() as client:
            return float(client.info("stats")[name])

    before = received()
    for round_ in range(3):
        file.write_text(_thresholds(round_), encoding="utf-8")
        reloaded(exporter)
        exporter.scrape()
    assert received() - before == 1  # the one that asks for the number


def test_changed_target_is_connected_anew(tmp_path: Path, postgresql: PostgreSQL) -> None:
    """A password that is wrong is noticed at once, and one that is right again, too."""
    file = tmp_path / "health.yaml"
    secret = tmp_path / "password"

    def entry(password: str) -> None:
        secret.write_text(password, encoding="utf-8")

    file.write_text(
        "databases: {default: {engine: postgresql, "
        f"host: {postgresql.host}, port: {postgresql.port}, name: {postgresql.database}, "
        f"user: {postgresql.user}, password_file: {secret}}}}}",
        encoding="utf-8",
    )
    entry(postgresql.password)
    with Exporter(tmp_path, [f"--config.file={file}", LIFECYCLE]) as exporter:
        assert up(exporter) == {"default": 1}
        entry("wrong")
        reloaded(exporter)
        assert up(exporter) == {"default": 0}
        entry(postgresql.password)
        reloaded(exporter)
        assert up(exporter) == {"default": 1}
        states = [line for line in exporter.log.splitlines() if "database/default is" in line]
        assert ["error (auth" in line or "is ok" in line for line in states] == [True, True]


def test_nothing_is_left_behind(
    file: Path, exporter: Exporter, postgresql: PostgreSQL, tmp_path: Path, redis_server: Redis
) -> None:
    """After a hundred reloads: no more threads, descriptors, connections; hardly more memory."""
    process = psutil.Process(exporter.process.pid)

    def rounds(count: int) -> tuple[int, int, int]:
        for round_ in range(count):
            file.write_text(_thresholds(round_), encoding="utf-8")
            timeouts = {"TIMEOUTS": {"DATABASE": 5.0 + round_ % 2}}  # all are connected anew
            _settings(
                tmp_path,
                postgresql,
                redis_server,
                HEALTH_CHECK={"CUSTOM_CHECKS": ["own_checks.orm"], **timeouts},
            )
            reloaded(exporter)
            exporter.scrape()
        return process.num_threads(), process.num_fds(), _connections(postgresql)

    threads, descriptors, connections = rounds(10)
    memory = process.memory_info().rss
    rounds(MANY)
    eventually(lambda: process.num_threads() <= threads + 2)
    eventually(lambda: process.num_fds() <= descriptors + 4)
    eventually(lambda: _connections(postgresql) <= connections + 1)
    assert process.memory_info().rss - memory < 15 * 2**20


def _connections(postgresql: PostgreSQL) -> int:
    with postgresql.connect() as connection:
        row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL")
        found = row.fetchone()
    assert found is not None
    return int(found[0])


def test_changes_of_state_are_told_once(file: Path, exporter: Exporter) -> None:
    """A reload is no news of what was ill before and is so still."""

    def told() -> list[str]:
        return [line.partition("msg=")[2] for line in exporter.log.splitlines() if " is " in line]

    file.write_text("tcp: {gone: {host: 127.0.0.1, port: 1}}", encoding="utf-8")
    reloaded(exporter)
    exporter.scrape()
    eventually(lambda: any("tcp/gone is error" in line for line in told()))
    before = told()
    for round_ in range(3):
        gone = f"{{host: 127.0.0.1, port: 1, timeout: {round_ + 3}}}"
        file.write_text(f"{_thresholds(round_)}\ntcp: {{gone: {gone}}}", encoding="utf-8")
        reloaded(exporter)
        samples = exporter.scrape()
        assert samples("django_health_check_last_success_timestamp_seconds", check="database")
    assert told() == before


def test_slow_check_of_the_project(tmp_path: Path) -> None:
    """Its run goes on across a reload, for all who ask, and its answer is kept for as long."""
    (tmp_path / "slow_checks.py").write_text(
        "import time\n"
        "from pathlib import Path\n"
        "from django_health import register_health_check\n"
        "@register_health_check(name='slow', timeout=60, min_interval=600)\n"
        "def slow():\n"
        "    with Path('begun').open('a') as begun:\n"
        "        begun.write('.')\n"
        "    while not Path('go').exists():\n"
        "        time.sleep(0.02)\n"
        "    return {'status': 'ok'}\n",
        encoding="utf-8",
    )
    file = tmp_path / "health.yaml"
    listed = "custom_checks: [slow_checks.slow]\n"
    file.write_text(f"{BUSY}{listed}", encoding="utf-8")
    environ = {"PYTHONPATH": str(tmp_path)}
    arguments = [f"--config.file={file}", LIFECYCLE, "--scrape-timeout=50"]
    with Exporter(tmp_path, arguments, environ) as exporter:
        answers: list[Answer] = []
        asking = [
            threading.Thread(target=lambda: answers.append(exporter.get("/health/detailed/")))
            for _ in range(2)
        ]
        asking[0].start()
        eventually((tmp_path / "begun").exists)
        file.write_text(f"{_thresholds(1)}\n{listed}", encoding="utf-8")
        reloaded(exporter)
        asking[1].start()
        (tmp_path / "go").touch()
        for thread in asking:
            thread.join(PATIENCE)
        assert [answer.json()["checks"]["slow"]["status"] for answer in answers] == ["ok", "ok"]
        assert (tmp_path / "begun").read_text(encoding="utf-8") == "."
