"""What is shown of a configuration, and what is not."""

from __future__ import annotations

import msgspec
import pytest

from canary_file import CANARY, FILE, SECRET
from canary_secrets import leaks
from django_health.settings.declarations import Declaration
from django_health.settings.declared import Declared
from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.configuration.effective import DECLARED, effective_document, shown
from django_health_exporter.web.effective.document import EffectiveDocument


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> EffectiveDocument:
    """What is told of a file with a credential in each place that has one."""
    path = tmp_path_factory.mktemp("effective") / "exporter.yml"
    path.write_text(FILE, encoding="utf-8")
    flags = Flags(config_file=path, web={"max_requests": 7}, log_level="debug")
    environ = {"SHOP_KEY": SECRET, "HEALTH_CPU_THRESHOLD": "50"}
    return effective_document(load(flags, environ))


def test_no_secret_is_in_it(document: EffectiveDocument) -> None:
    """In whatever place it was given, also where it does not belong."""
    assert leaks(repr(document), [CANARY]) == []
    assert leaks(msgspec.json.encode(document), [CANARY]) == []


def test_targets(document: EffectiveDocument) -> None:
    """Where they are, what they are, and what is set, by its name alone."""
    told = {(one.target, one.server): msgspec.to_builtins(one) for one in document.targets}
    assert told["database/default", ""] == {
        "target": "database/default",
        "engine": "postgresql",
        "backend": "django.db.backends.postgresql",
        "origin": "file",
        "host": "localhost",
        "port": 1,
        "name": "shop",
        "options": ("sslmode", "sslpassword", "***"),
    }
    assert told["database/url_as_host", ""]["host"] == "***"
    assert told["database/words_as_name", ""]["name"] == "***"
    assert told["database/file", ""]["name"] == "/nowhere.sqlite3"
    replica = told["cache/default", "127.0.0.1:10"]
    assert (replica["database"], replica["tls"], replica["read_only"]) == (1, True, True)
    assert told["cache/pages", ""]["path"] == "/var/pages"
    assert "memory" in told["cache/local", ""]["why"]


def test_declarations(document: EffectiveDocument) -> None:
    """What is watched, without what may hold a token."""
    assert document.declared == {
        "http": {"pay": {"method": "GET", "expected_status": [200, 204]}},
        "smtp": {"mail": {"host": "127.0.0.1", "port": 1, "security": "none", "mailer": "default"}},
        "tcp": {"here": {"host": "127.0.0.1", "port": 9}},
        "dns": {
            "name": {
                "name": "localhost",
                "record": "TXT",
                "nameserver": "127.0.0.1",
                "nameserver_port": 9,
            }
        },
        "sql": {"query": {"database": "file", "labels": ["x"], "max_rows": 100}},
    }


def test_alerts(document: EffectiveDocument) -> None:
    """When they are sent, and of each channel the kind alone."""
    assert document.alerting is not None
    assert (document.alerting.interval, document.alerting.fire_after) == (1, 0)
    assert document.alerting.instance == "***"
    told = msgspec.to_builtins(document.alerting.channels)
    assert told == {
        "mail": {"type": "email"},
        "hook": {"type": "webhook"},
        "chat": {"type": "telegram"},
        "manager": {"type": "alertmanager"},
    }


def test_the_rest(document: EffectiveDocument) -> None:
    """Settings, switches and who says so."""
    assert document.config_file.endswith("exporter.yml")
    assert document.required_env == ("SHOP_KEY",)
    assert document.critical == {"cache/default": False}
    assert (document.collectors["system"], document.collectors["cache"]) == (False, True)
    assert document.thresholds is not None
    assert document.thresholds.cpu.warning == 50
    assert document.timeouts is not None
    assert document.timeouts.database == 3
    assert document.web is not None
    assert document.web.max_requests == 7
    assert document.log is not None
    assert (document.log.level, document.log.format) == ("debug", "logfmt")
    assert document.origins["timeouts.database"] == "file"
    assert document.origins["thresholds.cpu.warning"] == "environment"
    assert document.origins["web.max_requests"] == "flag"
    assert not [key for key in document.origins if key.startswith("targets")]


def test_each_kind_of_declaration_is_decided() -> None:
    """A kind that is added is shown only when somebody has thought about it."""
    kinds = {
        name
        for name, declared in Declared.__annotations__.items()
        if any(kind.__name__ in declared for kind in Declaration.__subclasses__())
    }
    assert kinds == set(DECLARED)


@pytest.mark.parametrize(
    "text",
    ["", "db.example", "10.0.0.1,10.0.0.2", "[::1]", "/run/postgresql", "C:\\x", "my db-1.sqlite3"],
)
def test_places_are_shown(text: str) -> None:
    """Hosts, paths and names."""
    assert shown(text) == text


@pytest.mark.parametrize(
    "text", ["redis://a", "//a", "a@b", "x=y", "a?b", "a;b", "a&b", "a\nb", "'a'", "{a}"]
)
def test_what_is_like_something_else_is_not(text: str) -> None:
    """Whatever it is, it may hold a password."""
    assert shown(text) == "***"
