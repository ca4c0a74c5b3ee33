"""Who says what."""

from __future__ import annotations

from django_health.settings import HealthSettings
from django_health.settings.declared import Declared
from django_health_exporter.configuration.origins import (
    SECTIONS,
    origins_of,
    origins_of_targets,
)
from django_health_exporter.configuration.schema import ConfigurationFile

DJANGO = {
    "THRESHOLDS": {"CPU": {"WARNING": 50}, "DISK": {"WARNING": 60, "CRITICAL": 70}},
    "TIMEOUTS": {"DATABASE": 3},
    "CHECKS": {"system": False, "cache": False},
    "HEALTH_CUSTOM_CHECKS": ["shop.health.payments"],
    "MAX_AGE": 5,
    "TCP": {"here": {"HOST": "127.0.0.1", "PORT": 1}},
}
FILE = {
    "databases": {"default": {"url": "postgres://bob:canary-password@db/shop"}},
    "thresholds": {"disk": {"warning": 65}},
    "timeouts": {"cache": 1},
    "collectors": {"cache": True},
    "tcp": {"there": {"host": "127.0.0.1", "port": 2}},
    "web": {"max_requests": 5, "idle_timeout": 6, "self_metrics": {"process": False}},
}
FLAGS = {
    "django": {"settings": "shop.settings", "pythonpath": None},
    "web": {"max_requests": 7, "listen_addresses": [":1"], "self_metrics": {"python": True}},
    "log": {"level": "debug", "format": None},
    "collectors": {"cache": False},
}
ENVIRON = {
    "HEALTH_CPU_THRESHOLD": "55",
    "HEALTH_DISK_THRESHOLD": "10/20",
    "HEALTH_CACHE_TIMEOUT": "4",
    "HEALTH_REQUIRED_ENV": "HOME",
    "HEALTH_DB_TIMEOUT": "",
    "HEALTH_PATH": "/h/",
}


def test_the_strongest_source_counts() -> None:
    """A variable over a flag, a flag over the file, the file over Django; defaults are not told."""
    assert origins_of(
        DJANGO, FILE, FLAGS, {"web.listen_addresses", "web.config_file"}, ENVIRON
    ) == {
        "thresholds.cpu.warning": "environment",
        "thresholds.disk.warning": "environment",
        "thresholds.disk.critical": "environment",
        "timeouts.database": "django",
        "timeouts.cache": "environment",
        "required_env": "environment",
        "collectors.system": "django",
        "collectors.cache": "flag",
        "custom_checks": "django",
        "web.self_metrics.process": "file",
        "web.self_metrics.python": "flag",
        "tcp.here": "django",
        "tcp.there": "file",
        "django.settings": "flag",
        "web.max_requests": "flag",
        "web.idle_timeout": "file",
        "web.listen_addresses": "environment",
        "log.level": "flag",
    }


def test_nothing_given_is_all_defaults() -> None:
    """Then there is nothing to tell."""
    assert origins_of({}, {}, {}, (), {}) == {}


def test_targets_have_one_each() -> None:
    """Under the names by which they can be probed."""
    assert origins_of_targets({("database", "default"): "file", ("cache", "a"): "django"}) == {
        "targets.database/default": "file",
        "targets.cache/a": "django",
    }


def test_each_section_of_the_file_is_known() -> None:
    """A section that is added without an origin is noticed."""
    sections = set(ConfigurationFile.__struct_fields__) - {"databases", "caches"}
    assert sections == set(SECTIONS)
    assert set(Declared.__struct_fields__) < set(HealthSettings.__struct_fields__)
