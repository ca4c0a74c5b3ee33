"""Who knows a password of whom."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from django_health_exporter.web.gate.basic import Credentials
from django_health_exporter.web.gate.hashes import is_right
from django_health_exporter.web.gate.queueing import Queue
from django_health_exporter.web.gate.remembered import Remembered

Users = Mapping[str, bytes]
"""The bcrypt hash of each user's password; there is one user at least."""


class Passwords:
    """Holds credentials against the users that are configured, each of them once.

    Requests with the same credentials at the same time wait for the same bcrypt.
    """

    def __init__(self) -> None:
        self._remembered = Remembered()
        self._queue = Queue()
        self._under_way: dict[bytes, asyncio.Task[bool]] = {}

    def known(self, users: Users, credentials: Credentials) -> bool | None:
        """Return at once whether credentials are right; ``None`` where it takes a bcrypt."""
        return self._remembered.verdict(self._digest(users, credentials))

    async def are_right(self, users: Users, credentials: Credentials, place: str) -> bool:
        """Return whether credentials are right, after as long as it takes.

        Args:
            users: Whoever is configured.
            credentials: Whose password is held against the user's hash.
            place: Where they come from: an address, or a network of one customer.

        Raises:
            RequestError: Too many others wait for the same.
        """
        digest = self._digest(users, credentials)
        run = self._under_way.get(digest)
        if run is None:
            stored = users.get(credentials.user)
            work = partial(is_right, credentials.password, stored, tuple(users.values()))
            run = self._under_way[digest] = self._queue.start(place, work)
            run.add_done_callback(partial(self._over, digest))
        return await asyncio.shield(run)

    def _over(self, digest: bytes, run: asyncio.Task[bool]) -> None:
        del self._under_way[digest]
        if not run.cancelled() and run.exception() is None:
            self._remembered.keep(digest, right=run.result())

    def _digest(self, users: Users, credentials: Credentials) -> bytes:
        return self._remembered.digest(credentials, users.get(credentials.user))
