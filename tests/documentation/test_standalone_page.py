"""``docs/standalone.md``, followed word by word on real servers, up to the first alert."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from django_health.settings.validation import convert
from django_health_exporter.configuration.schema import ConfigurationFile
from live_exporter import Exporter
from live_servers import MariaDB, Memcached, PostgreSQL, Redis
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
        maria = f"{mariadb.host}:{mariadb.port}"
        postgres = f"{postgresql.host}:{postgresql.port}"
        replaced = {
            "monitor:PASSWORD@localhost/shop": f"monitor:choose%20one@{postgres}/shop",
            "monitor:PASSWORD@localhost/reports": (
                f"{mariadb.user}:{mariadb.password}@{maria}/{mariadb.database}"
            ),
            "monitor@localhost/shop": f"monitor@{postgres}/shop",
            "host: localhost, name: reports, user: monitor": (
                f"host: {mariadb.host}, port: {mariadb.port}, name: {mariadb.database},"
                f" user: {mariadb.user}"
            ),
            "localhost:6379": f"{redis.host}:{redis.port}",
            "localhost:11211": f"{memcached.host}:{memcached.port}",
            "https://payments.example": "http://127.0.0.1:1",
            "search.example, port: 9200": f"{redis.host}, port: {redis.port}",
            "/etc/": f"{root}/etc/",
        }
        place = Place(root, replaced, {"REPORTS_PASSWORD": mariadb.password})
        _write_files(place)
        yield place


def _write_files(place: Place) -> None:
    secrets = Path(place.here("/etc/django-health-exporter/secrets"))
    secrets.mkdir(parents=True)
    (secrets / "shop").write_text(f"{CHOSEN}\n", encoding="utf-8")
    (secrets / "shop").chmod(0o600)
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


def test_the_user_lacks_nothing(place: Place) -> None:
    """The grants of the page are all that PostgreSQL's figures need."""
    (command,) = [command for command in TYPED if " doctor " in command.text]
    assert "database/shop" not in place.type(command).stdout


def test_the_grants_are_those_of_the_program(place: Place) -> None:
    """But for the table that the page says is not there."""
    (command,) = [command for command in TYPED if "--kind=postgresql" in command.text]
    printed = re.findall(r"^GRANT .*;$", place.type(command).stdout, re.MULTILINE)
    (statements,) = snippets(PAGE, "sql")
    shown = re.findall(r"^GRANT .*;$", statements, re.MULTILINE)
    without = [line for line in printed if "django_migrations" not in line]
    assert shown == [line.replace('"', "") for line in without if "SCHEMA" not in line]


def test_the_targets_are_those_of_the_page(place: Place) -> None:
    """Names, kinds, and who says so."""
    (command,) = [command for command in TYPED if command.text.endswith(" targets")]
    (shown,) = snippets(PAGE, "console")
    row = re.compile(r"^(\w+(?:/\w+)?) +(\w+) .* (\w+)$", re.MULTILINE)
    assert row.findall(place.type(command).stdout) == row.findall(shown)


def test_the_alerting_can_be_used() -> None:
    """The last lines are a section of the same file."""
    (file,) = snippets(PAGE, "yaml", "# more of config.yaml")
    assert convert(yaml.safe_load(file), ConfigurationFile, "page").alerting.channels


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
