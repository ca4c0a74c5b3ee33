"""No password, and no hash, is in anything that the server says or writes."""

from __future__ import annotations

import logging

import pytest

from django_health_exporter.web.policy.policy import Policy
from running_web import FakeCheck, GivenPolicy, running_web
from watched_bcrypt import basic, hashed

CANARY = "canary-password"

USERS = {"prometheus": hashed(CANARY), "grafana": hashed("other")}


def test_canary(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """Right, wrong, in the wrong place, broken: whatever is sent, it is not repeated."""
    headers = [
        basic("prometheus", CANARY),
        basic("prometheus", f"{CANARY}-wrong"),
        basic(CANARY, "x"),
        basic(CANARY, CANARY),
        basic(f"prometheus:{CANARY}", ""),
        f"Basic {CANARY}",
        f"Bearer {CANARY}",
        f"Basic prometheus:{CANARY}",
        basic("prometheus", CANARY.encode() + b"\0"),
        basic("prometheus", CANARY * 1000),
    ]
    sent = {header.removeprefix("Basic ") for header in headers}
    said = []
    policies = GivenPolicy(Policy(users=USERS))
    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()], policies=policies) as web:
        for header in headers:
            for path in ("/metrics", "/nothing", "/-/healthy", "/config", "/metrics?collect[]=no"):
                for method in ("GET", "BREW"):
                    answer = web.get(path, method, Authorization=header)
                    said.append(f"{answer.status} {dict(answer.headers)} {answer.text}")
            said.append(repr(web.raw(_torn(header))))
        whole_url = f"http://prometheus:{CANARY}@localhost/metrics"
        said.append(repr(web.raw(f"GET {whole_url} HTTP/1.0\r\n\r\n".encode())))
        said += [repr(policies.policy), repr(web.server), repr(vars(web.server))]
    assert len([text for text in said if text.startswith("200 ")]) > len(headers)
    said += [caplog.text, *capfd.readouterr()]
    for secret in (CANARY, *sent, *(stored.decode()[7:] for stored in USERS.values())):
        assert [text[:300] for text in said if secret in text] == []


def test_an_error_of_ours(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where bcrypt itself fails, the client hears 500, and the log the type and the place."""

    def fail(password: bytes, stored: bytes) -> bool:
        raise RuntimeError(f"{password!r} {stored!r}")

    monkeypatch.setattr("bcrypt.checkpw", fail)
    policies = GivenPolicy(Policy(users=USERS))
    with caplog.at_level(logging.DEBUG), running_web([FakeCheck()], policies=policies) as web:
        answer = web.get("/metrics", Authorization=basic("prometheus", CANARY))
        assert web.get("/nothing", Authorization=basic("prometheus", CANARY)).status == 500
        assert web.get("/-/healthy").status == 200
    assert (answer.status, answer.text) == (500, "internal error\n")
    assert "MetricsHandler failed: RuntimeError at " in caplog.text
    assert CANARY not in caplog.text
    assert "Traceback" not in caplog.text


def _torn(header: str) -> bytes:
    """Return a request that is none because of what follows the header."""
    return f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: {header}\r\nnonsense\r\n\r\n".encode()
