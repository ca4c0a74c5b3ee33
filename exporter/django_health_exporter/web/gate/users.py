"""Whether a request comes from a user."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from tornado.httputil import HTTPServerRequest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.basic import Credentials, credentials_of
from django_health_exporter.web.gate.passwords import Passwords, Users
from django_health_exporter.web.gate.refusals import Refusals
from django_health_exporter.web.peers import peer_of
from django_health_exporter.web.table.connection import group_of

HEADER = "Authorization"

CHALLENGE = {"WWW-Authenticate": "Basic"}
"""As Prometheus' exporters say it, without a realm."""


class UserGate:
    """Asks requests for a user and a password."""

    def __init__(self) -> None:
        self._passwords = Passwords()
        self._wrong = Refusals("wrong user or password")

    def admit(self, request: HTTPServerRequest, users: Users) -> Coroutine[Any, Any, None] | None:
        """Let a request in: at once, or where that takes a bcrypt, after a while.

        Raises:
            RequestError: It is nobody's, or too many wait.
        """
        header = request.headers.get(HEADER)
        if header is None:
            raise unauthorized()
        credentials = credentials_of(header)
        if credentials is None:
            raise self._refused(request)
        known = self._passwords.known(users, credentials)
        if known is None:
            return self._verify(request, users, credentials)
        if not known:
            raise self._refused(request)
        return None

    def is_known(self, request: HTTPServerRequest, users: Users) -> bool:
        """Whether a request comes from a user who was let in before, with the same password."""
        credentials = credentials_of(request.headers.get(HEADER, ""))
        return credentials is not None and self._passwords.known(users, credentials) is True

    async def _verify(
        self, request: HTTPServerRequest, users: Users, credentials: Credentials
    ) -> None:
        place = group_of(peer_of(request))
        if not await self._passwords.are_right(users, credentials, place):
            raise self._refused(request)

    def _refused(self, request: HTTPServerRequest) -> RequestError:
        self._wrong.note(peer_of(request))
        return unauthorized()


def unauthorized() -> RequestError:
    """Return the one error for all who are no users, whatever the reason."""
    return RequestError(401, "a user and a password are needed", CHALLENGE)
