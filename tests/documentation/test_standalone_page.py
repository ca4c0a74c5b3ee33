"""``docs/standalone.md``, followed word by word on real servers, up to the first alert."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from live_exporter import Exporter
from live_servers import MariaDB, Memcached, PostgreSQL, Redis
from mixin.rules.table import FILES
from page_commands import Command, Place, commands
from page_snippets import snippets
from shipped_prometheus import ConfiguredPrometheus

PAGE = Path(__file__).parents[2] / "docs" / "standalone.md"
CONFIG = "/etc/django-health-exporter/config.yaml"
CHOSEN = "choose one"
"""The password that the page has its reader choose."""

NOT_TYPED = {
    "pipx install": "tests/test_wheel.py makes the package and runs what is in it",
    f"django-health-exporter --config.file={CONFIG}": "the daemon is started by the test",
}
"""Commands that are passed over, and why."""

TYPED = [command for command in commands(PAGE) if not command.text.startswith(tuple(NOT_TYPED))]


def _granted(postgresql: PostgreSQL) -> None:
    """Do as the administrator what the page says."""
    (statements,) = snippets(PAGE, "sql")
    with postgresql.connect() as connection:
        connection.execute("CREATE DATABASE shop")
    with postgresql.connect("shop") as connection:
        connection.execute(statements.encode())


def _printed(kind: str) -> list[str]:
    """The statements that the page's command prints for a kind of server."""
    (command,) = [command for command in TYPED if f"--kind={kind}" in command.text]
    lines = Place(Path.cwd(), {}, {}).type(command).stdout.splitlines()
    return [line for line in lines if not line.startswith(("--", "#"))]


def _granted_elsewhere(mariadb: MariaDB, redis: Redis) -> None:
    """The same for the servers whose statements the page leaves to the command: to the letter."""
    made = [
        "CREATE DATABASE reports",
        f"CREATE USER 'monitor'@'%' IDENTIFIED BY '{CHOSEN}'",
    ]
    with closing(mariadb.connect()) as connection, connection.cursor() as cursor:
        for statement in (*made, *_printed("mariadb")):
            cursor.execute(statement)
    with redis.connect() as client:
        client.acl_setuser("monitor", enabled=True, passwords=[f"+{CHOSEN}"])
        for statement in _printed("redis"):
            client.execute_command(*shlex.split(statement))


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    """A server with the user of the page."""
    with PostgreSQL() as server:
        _granted(server)
        yield server


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, postgresql: PostgreSQL) -> Iterator[Place]:
    """Four servers, and a folder that is ``/etc`` with the files of the page."""
    root = tmp_path_factory.mktemp("standalone")
    with MariaDB() as mariadb, Redis() as redis, Memcached() as memcached:
        _granted_elsewhere(mariadb, redis)
        maria = f"{mariadb.host}:{mariadb.port}"
        postgres = f"{postgresql.host}:{postgresql.port}"
        replaced = {
            "monitor:PASSWORD@localhost/shop": f"monitor:choose%20one@{postgres}/shop",
            "monitor:PASSWORD@localhost/reports": f"monitor:choose%20one@{maria}/reports",
            "monitor@localhost/shop": f"monitor@{postgres}/shop",
            "host: localhost, name: reports": (
                f"host: {mariadb.host}, port: {mariadb.port}, name: reports"
            ),
            "localhost:6379": f"{redis.host}:{redis.port}",
            "localhost:11211": f"{memcached.host}:{memcached.port}",
            "https://payments.example": "http://127.0.0.1:1",
            "https://ops.example": "http://127.0.0.1:1",
            "search.example, port: 9200": f"{redis.host}, port: {redis.port}",
            "/etc/": f"{root}/etc/",
        }
        place = Place(root, replaced, {"REPORTS_PASSWORD": CHOSEN})
        _write_files(place)
        yield place


def _write_files(place: Place) -> None:
    secrets = Path(place.here("/etc/django-health-exporter/secrets"))
    secrets.mkdir(parents=True)
    for name in ("shop", "sessions"):
        (secrets / name).write_text(f"{CHOSEN}\n", encoding="utf-8")
        (secrets / name).chmod(0o600)
    (file,) = snippets(PAGE, "yaml", f"# {CONFIG}")
    Path(place.here(CONFIG)).write_text(place.here(file), encoding="utf-8")
    (job,) = snippets(PAGE, "yaml", "# prometheus.yml")
    (place.folder / "etc" / "prometheus").mkdir()
    (place.folder / "etc" / "prometheus" / "prometheus.yml").write_text(job, encoding="utf-8")


def test_what_is_passed_over_is_there() -> None:
    """Each reason is for a command of the page."""
    every = [str(command) for command in commands(PAGE)]
    assert all(any(text.startswith(name) for text in every) for name in NOT_TYPED)


@pytest.mark.parametrize("command", TYPED, ids=str)
def test_each_command_does_what_it_is_for(place: Place, command: Command) -> None:
    """``doctor`` warns of the endpoint that nobody serves here; the others end with 0."""
    typed = place.type(command)
    expected = 1 if " doctor " in command.text else 0
    assert typed.returncode == expected, (typed.stdout, typed.stderr)
    assert "Traceback" not in typed.stderr


def test_the_users_lack_nothing(place: Place) -> None:
    """What the page grants is all that the figures of each server need, and its caches too."""
    (command,) = [command for command in TYPED if " doctor " in command.text]
    told = place.type(command).stdout
    assert "http/payments" in told
    assert re.findall(r"(?:database|cache)/\w+", told) == []


def test_the_grants_are_those_of_the_program() -> None:
    """To the letter, but for quotes around names that need none."""
    (statements,) = snippets(PAGE, "sql")
    shown = re.findall(r"^GRANT .*;$", statements, re.MULTILINE)
    assert shown == [line.replace('"', "") for line in _printed("postgresql")]


def test_the_targets_are_those_of_the_page(place: Place) -> None:
    """Names, kinds, and who says so."""
    (command,) = [command for command in TYPED if command.text.endswith(" targets")]
    (shown,) = snippets(PAGE, "console")
    row = re.compile(r"^(\w+(?:/\w+)?) +(\w+) .* (\w+)$", re.MULTILINE)
    assert row.findall(place.type(command).stdout) == row.findall(shown)


def test_the_alerting_can_be_used(place: Place) -> None:
    """The last lines, as they stand, begin a section of the file with which the daemon starts."""
    (more,) = snippets(PAGE, "yaml", "# more of config.yaml")
    file = place.folder / "alerting.yaml"
    both = Path(place.here(CONFIG)).read_text(encoding="utf-8") + place.here(more)
    file.write_text(both, encoding="utf-8")
    with Exporter(place.folder, [f"--config.file={file}"], place.environ) as exporter:
        messages = 'django_health_exporter_alert_messages_total{channel="ops"}'
        assert messages in exporter.get("/metrics").body.decode()


def _prometheus(place: Place, exporter: Exporter) -> ConfiguredPrometheus:
    """The page's own, with its rules, in a hurry, and nobody to be told."""
    (job,) = snippets(PAGE, "yaml", "# prometheus.yml")
    text = job.replace("15s", "1s").replace("localhost:10170", exporter.address)
    configuration: dict[str, Any] = yaml.safe_load(text)
    del configuration["alerting"]
    rules = (place.folder / "etc" / "prometheus" / "rules").glob("*.yaml")
    files = {f"rules/{file.name}": file.read_text(encoding="utf-8") for file in rules}
    return ConfiguredPrometheus(configuration, files)


def _is(value: float) -> Any:
    return lambda samples: [float(sample["value"][1]) for sample in samples] == [value]


def test_how_long_the_first_alert_waits() -> None:
    """As the page says, so that nobody waits for it in vain."""
    (waits,) = [a.for_ for f in FILES for a in f.alerts if a.name == "DjangoHealthDatabaseDown"]
    assert (waits, "it waits\n   two minutes" in PAGE.read_text(encoding="utf-8")) == ("2m", True)


def test_the_first_alert(place: Place, postgresql: PostgreSQL) -> None:
    """A server stops: the figures that the page names say so at once, and the alert waits."""
    (command,) = [command for command in TYPED if " rules " in command.text]
    place.type(command)
    config = [f"--config.file={place.here(CONFIG)}"]
    with (
        Exporter(place.folder, config, place.environ) as exporter,
        _prometheus(place, exporter) as prometheus,
    ):
        up = 'django_health_database_up{database="shop"}'
        prometheus.wait_for(up, _is(1))
        postgresql.stop()
        try:
            prometheus.wait_for(up, _is(0))
            prometheus.wait_for('django_health_database_error{reason="refused"}', _is(1))
            pending = 'ALERTS{alertname="DjangoHealthDatabaseDown",alertstate="pending"}'
            prometheus.wait_for(pending, _is(1))
            assert _is(1)(prometheus.query('django_health_database_up{database="reports"}'))
        finally:
            postgresql.start()


def test_the_password_is_the_one_that_is_chosen(postgresql: PostgreSQL) -> None:
    """What the page creates can log in with it, and with no other."""
    place = f"host={postgresql.host} port={postgresql.port} dbname=shop user=monitor"
    psycopg.connect(f"{place} password='{CHOSEN}'").close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{place} password=another")
