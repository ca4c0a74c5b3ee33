"""Whether a request comes from a user, without a server."""

from __future__ import annotations

import asyncio

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.users import UserGate
from watched_bcrypt import WatchedBcrypt, basic, hashed

USERS = {"alice": hashed("sesame")}
OTHERS = {"alice": hashed("another")}


def request(header: str | None) -> HTTPServerRequest:
    """Return a request with a header ``Authorization``, or with none."""
    headers = HTTPHeaders({"Host": "localhost"})
    if header is not None:
        headers["Authorization"] = header
    return HTTPServerRequest(headers=headers, start_line=RequestStartLine("GET", "/", "HTTP/1.1"))


def test_is_known_once_let_in(watched: WatchedBcrypt) -> None:
    """By the same password for the same hash; asking for that is no work."""
    gate, came = UserGate(), request(basic("alice", "sesame"))

    async def come() -> None:
        assert not gate.is_known(came, USERS)
        undecided = gate.admit(came, USERS)
        assert undecided is not None
        await undecided
        assert gate.admit(came, USERS) is None

    asyncio.run(come())
    assert gate.is_known(came, USERS)
    assert not gate.is_known(came, OTHERS)
    assert not gate.is_known(request(basic("alice", "Sesame")), USERS)
    assert not gate.is_known(request(None), USERS)
    assert len(watched.costs) == 1


@pytest.mark.parametrize("header", [None, "Bearer x", basic("alice", "wrong"), basic("bob", "x")])
def test_who_is_refused_is_not_known(header: str | None) -> None:
    """All are refused with the same error, and remain unknown."""
    gate, came = UserGate(), request(header)

    async def come() -> None:
        for _ in range(2):
            with pytest.raises(RequestError) as refused:
                await (gate.admit(came, USERS) or asyncio.sleep(0))
            assert refused.value.status_code == 401
            assert refused.value.headers == {"WWW-Authenticate": "Basic"}

    asyncio.run(come())
    assert not gate.is_known(came, USERS)
