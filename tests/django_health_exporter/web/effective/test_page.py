"""``/config`` over HTTP."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from django_health.settings import Thresholds
from django_health_exporter.web.effective.document import EffectiveDocument, EffectiveTarget
from django_health_exporter.web.effective.page import wants_json
from running_web import FakeCheck, running_web

EFFECTIVE = EffectiveDocument(
    config_file="exporter.yml",
    targets=(
        EffectiveTarget(target="database/default", engine="sqlite", backend="x", name="/größe.db"),
    ),
    thresholds=Thresholds(),
    origins={"thresholds.cpu.warning": "file"},
)


def test_yaml_and_json_say_the_same() -> None:
    """YAML is for people, JSON for who asks for it; both have the checks that run."""
    with running_web([FakeCheck("database"), FakeCheck("system", "")], effective=EFFECTIVE) as web:
        plain = web.get("/config")
        as_json = web.get("/config", Accept="application/json")
    assert plain.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert as_json.headers["Content-Type"] == "application/json; charset=utf-8"
    assert (plain.status, as_json.status) == (200, 200)
    assert plain.headers["Vary"] == "Accept"
    assert "/größe.db" in plain.text
    document = yaml.safe_load(plain.text)
    assert document == as_json.document
    assert document["config_file"] == "exporter.yml"
    assert document["targets"][0]["name"] == "/größe.db"
    assert document["thresholds"]["cpu"] == {"warning": 70, "critical": 90}
    assert [check["check"] for check in document["checks"]] == ["database/default", "system"]
    assert document["checks"][0] == {
        "check": "database/default",
        "timeout": 10,
        "min_interval": 0,
        "critical": True,
    }
    assert msgspec.convert(document, EffectiveDocument).origins == EFFECTIVE.origins


def test_it_is_for_the_allowed() -> None:
    """Who comes through a proxy is told nothing of it."""
    with running_web(effective=EFFECTIVE) as web:
        answer = web.get("/config", X_Forwarded_For="192.0.2.1")
        assert answer.status == 403
        assert answer.text == "the configuration is for those alone who may see details\n"
        assert web.get("/config", "HEAD", X_Forwarded_For="192.0.2.1").status == 403
        assert web.get("/config", "POST").status == 405


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", True),
        ("application/json, */*;q=0.5", True),
        ("application/yaml, application/json", False),
        ("text/yaml;q=0.5, application/json", True),
        ("application/json;q=0", False),
    ],
)
def test_json_has_to_be_named(accept: str, json: bool) -> None:
    """YAML is what everybody else gets, as from Prometheus."""
    assert wants_json(accept) is json
