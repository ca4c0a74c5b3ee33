"""Flags, environment and file become one configuration."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from django_health.settings import HealthSettings, Threshold
from django_health.settings.declared import Declared
from django_health.settings.validation import InvalidDocument
from django_health.targets import PostgreSQLTarget
from django_health_exporter.configuration.config import Config, Flags, _health, load

FILE = """
databases:
  default: {url: "postgres://app@from-file/db"}
  reports: {url: "postgres://app@reports/db"}
thresholds:
  cpu: {warning: 50, critical: 60}
timeouts: {database: 3}
collectors: {system: false}
web: {telemetry_path: /from-file, timeout_offset: 0.25}
log: {format: json}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that sets something in each section."""
    path = tmp_path / "settings.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


COMMON: dict[str, object] = {
    "timeouts": {"database": 3.0},
    "critical": {"cache": False},
    "custom_checks": ["shop.health.payments"],
    "required_env": ["SECRET_KEY"],
    "links": {"grafana_url": "https://grafana.example"},
    "alerting": {"interval": 30},
    "http": {"shop": {"url": "http://shop.example/"}},
    "smtp": {"mail": {"host": "mail.example"}},
    "storage": {"media": {"alias": "media"}},
    "tcp": {"gate": {"host": "gate.example", "port": 7}},
    "dns": {"shop": {"name": "shop.example"}},
    "sql": {"orders": {"query": "SELECT 1"}},
}
"""A value in each section that ``HEALTH_CHECK`` has too."""


@pytest.mark.parametrize("key", Declared.__struct_fields__)
def test_sections_that_the_settings_have_too(key: str) -> None:
    """Each is read, and changes nothing but its own setting."""
    found = msgspec.structs.asdict(_health({}, {key: COMMON[key]}, Flags(), {}))
    defaults = msgspec.structs.asdict(HealthSettings())
    assert {name for name in found if found[name] != defaults[name]} == {key}


def _hosts(config: Config) -> dict[str, str]:
    return {t.alias: t.host for t in config.targets if isinstance(t, PostgreSQLTarget)}


def test_defaults() -> None:
    """Nothing given: nothing found, the conventional defaults."""
    config = load(Flags(), {})
    assert (config.targets, config.origin) == ((), "nowhere")
    assert (config.log_level, config.log_format) == ("info", "logfmt")
    assert config.web.listen_addresses == (":10170",)
    assert config.health.is_on("system")


def test_file(file: Path) -> None:
    """The file's values take effect, the others keep their defaults."""
    config = load(Flags(config_file=file), {})
    assert _hosts(config) == {"default": "from-file", "reports": "reports"}
    assert config.origin == "the configuration file"
    assert config.health.thresholds.cpu == Threshold(50, 60)
    assert config.health.thresholds.memory == Threshold(80, 95)
    assert config.health.timeouts.database == 3
    assert not config.health.is_on("system")
    assert config.web.telemetry_path == "/from-file"
    assert config.log_format == "json"


def test_checks_are_made_of_what_is_on(file: Path) -> None:
    """A check per target; the host's as well, unless it is switched off."""
    made = [(check.name, check.target) for check in load(Flags(config_file=file), {}).checks]
    assert made == [("database", "default"), ("database", "reports")]
    assert {check.name for check in load(Flags(), {}).checks} == {"system"}


def test_errors_of_targets_name_the_file(tmp_path: Path) -> None:
    """The file, the path in it and the remedy are told."""
    path = tmp_path / "settings.yaml"
    path.write_text("databases: {x: {engine: postgresq}}", encoding="utf-8")
    with pytest.raises(InvalidDocument) as caught:
        load(Flags(config_file=path), {})
    assert str(caught.value).startswith(f"{path}: databases.x.engine: unknown name 'postgresq'")


def test_environment_wins_over_file(file: Path) -> None:
    """A URL or a threshold in the environment replaces the file's, for its alias alone."""
    environ = {
        "DATABASE_URL": "postgres://app@from-environment/db",
        "HEALTH_CPU_THRESHOLD": "40/55",
    }
    config = load(Flags(config_file=file), environ)
    assert _hosts(config) == {"default": "from-environment", "reports": "reports"}
    assert config.origin == "the configuration file and the environment"
    assert config.health.thresholds.cpu == Threshold(40, 55)


def test_flag_wins_over_file(file: Path) -> None:
    """A flag replaces what the file says."""
    flags = Flags(
        config_file=file,
        web={"telemetry_path": "/from-flag"},
        log_format="logfmt",
        collectors={"system": True, "cache": False},
    )
    config = load(flags, {})
    assert config.web.telemetry_path == "/from-flag"
    assert config.web.timeout_offset == 0.25
    assert config.log_format == "logfmt"
    assert config.health.is_on("system")
    assert not config.health.is_on("cache")


def test_flag_wins_over_file_by_switch(tmp_path: Path) -> None:
    """A switch on the command line leaves the other ones of the file as they are."""
    path = tmp_path / "settings.yaml"
    path.write_text("web: {self_metrics: {process: false, python: true}}", encoding="utf-8")
    config = load(Flags(path, web={"self_metrics": {"python": False}}), {})
    assert config.web.self_metrics == {"process": False, "python": False}


def test_passwords_do_not_print(file: Path) -> None:
    """A configuration can be printed without telling a password."""
    environ = {"DATABASE_URL": "postgres://app:canary@db/x", "CACHE_URL": "redis://:canary@c/0"}
    config = load(Flags(config_file=file), environ)
    assert "canary" not in repr(config) + str(config)


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({"HEALTH_DISK_THRESHOLD": "101"}, "HEALTH_DISK_THRESHOLD"),
        ({"HEALTH_DB_TIMEOUT": "soon"}, "HEALTH_DB_TIMEOUT: not a number"),
    ],
)
def test_bad_environment(environ: dict[str, str], complaint: str) -> None:
    """A value out of range is an error that names the variable, never a silent default."""
    with pytest.raises(InvalidDocument, match=complaint):
        load(Flags(), environ)


def test_a_number_out_of_range_is_named() -> None:
    """The line has the key, the range, and what was given."""
    with pytest.raises(InvalidDocument, match=r"web: max_requests: .*0.*, got -1$"):
        load(Flags(web={"max_requests": -1}), {})


@pytest.mark.parametrize(
    "flags",
    [
        Flags(web={"scrape_timeout": 0}),
        Flags(web={"timeout_offset": -1}),
        Flags(web={"telemetry_path": "metrics"}),
        Flags(collectors={"databas": False}),
    ],
)
def test_bad_flags(flags: Flags) -> None:
    """A flag out of range is an error."""
    with pytest.raises(InvalidDocument):
        load(flags, {})
