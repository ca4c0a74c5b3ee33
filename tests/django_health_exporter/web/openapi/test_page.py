"""``/openapi.json`` over HTTP."""

from __future__ import annotations

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.policy import Policy
from running_web import FakeCheck, GivenPolicy, running_web

LOOPBACK = ("127.0.0.1:0",)


def test_describes_this_very_daemon() -> None:
    """Its targets, its path of the metrics and its prefix are in it; nothing is asked."""
    check = FakeCheck("database")
    config = WebConfig(listen_addresses=LOOPBACK, telemetry_path="/m", route_prefix="/exporter")
    with running_web([check], config) as web:
        answer = web.get("/exporter/openapi.json")
    document = answer.document
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert document["servers"] == [{"url": "/exporter"}]
    assert "/m" in document["paths"]
    (target, *_) = document["paths"]["/probe"]["get"]["parameters"]
    assert target["schema"]["enum"] == ["database/default"]
    assert "securitySchemes" not in document["components"]
    assert check.runs == 0


def test_says_where_a_password_is_wanted() -> None:
    """Everywhere but at what is exempt, which the document may be."""
    users = {"bob": b"$2b$04$" + b"x" * 53}
    paths = ("/-/healthy", "/openapi.json")
    config = WebConfig(listen_addresses=LOOPBACK, exempt_paths=paths)
    with running_web((), config, policies=GivenPolicy(Policy(users=users))) as web:
        operations = web.get("/openapi.json").document["paths"]
    secured = {path for path, one in operations.items() if "security" in next(iter(one.values()))}
    assert operations.keys() - secured == set(paths)
