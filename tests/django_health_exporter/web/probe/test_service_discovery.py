"""``/sd``: what Prometheus discovers."""

from __future__ import annotations

import json

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.effective.document import EffectiveDocument, EffectiveTarget
from django_health_exporter.web.links import Links
from django_health_exporter.web.probe.service_discovery import Place, place_outside
from running_web import FakeCheck, running_web

LOOPBACK = ("127.0.0.1:0",)


def test_lists_each_target_with_all_that_a_scrape_needs() -> None:
    """The address is that of the connection, and the labels are those of a scrape."""
    target = EffectiveTarget(target="database/default", engine="postgresql", backend="pg")
    effective = EffectiveDocument(targets=(target,))
    checks = [FakeCheck("database"), FakeCheck("system", "")]
    with running_web(checks, effective=effective) as web:
        answer = web.get("/sd", Host="evil.example")
        address = f"{web.host}:{web.port}"
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(answer.body) == [
        {
            "targets": [address],
            "labels": {
                "__scheme__": "http",
                "__metrics_path__": "/probe",
                "__param_target": "database/default",
                "target": "database/default",
                "__meta_django_health_component": "database",
                "__meta_django_health_target": "default",
                "__meta_django_health_engine": "postgresql",
            },
        },
        {
            "targets": [address],
            "labels": {
                "__scheme__": "http",
                "__metrics_path__": "/probe",
                "__param_target": "system",
                "target": "system",
                "__meta_django_health_component": "system",
                "__meta_django_health_target": "",
                "__meta_django_health_engine": "",
            },
        },
    ]
    assert [check.runs for check in checks] == [0, 0]


def test_without_targets_the_list_is_empty() -> None:
    """Prometheus takes an empty list for no targets."""
    with running_web() as web:
        assert web.get("/sd").body == b"[]\n"


def test_the_external_url_is_where_prometheus_asks() -> None:
    """Behind a proxy that terminates TLS, its address and its path are what is listed."""
    url = "https://monitoring.example/exporter"
    config = WebConfig(listen_addresses=LOOPBACK, external_url=url, route_prefix="/")
    with running_web([FakeCheck()], config) as web:
        (group,) = json.loads(web.get("/sd").body)
    assert group["targets"] == ["monitoring.example:443"]
    assert group["labels"]["__scheme__"] == "https"
    assert group["labels"]["__metrics_path__"] == "/exporter/probe"


def test_the_route_prefix_is_in_the_path() -> None:
    """What is listed can be asked as it is."""
    config = WebConfig(listen_addresses=LOOPBACK, route_prefix="/exporter")
    with running_web([FakeCheck()], config) as web:
        (group,) = json.loads(web.get("/exporter/sd").body)
        labels = group["labels"]
        path = f"{labels['__metrics_path__']}?target={labels['__param_target']}"
        assert path == "/exporter/probe?target=database/default"
        assert web.get(path).status == 200


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("", None),
        ("http://m.example", Place("http", "m.example:80", "/probe")),
        ("https://m.example:8443/x/", Place("https", "m.example:8443", "/x/probe")),
        ("http://[::1]/", Place("http", "[::1]:80", "/probe")),
    ],
)
def test_an_address_has_a_port(url: str, place: Place | None) -> None:
    """The one that is meant where the URL names none."""
    assert place_outside(Links(url)) == place
