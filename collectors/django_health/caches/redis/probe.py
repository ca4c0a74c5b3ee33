"""Set, get and delete of a key in Redis, each timed, as far as the user may."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from redis.exceptions import NoPermissionError

from django_health.caches.own_key import SECONDS_TO_LIVE, fresh_value
from django_health.caches.redis.session import RedisSession
from django_health.failure import CheckFailed
from django_health.result import Reason


@dataclass
class RedisProbe:
    """One run over a session.

    Attributes:
        key: The key, which only this check uses.
        seconds: How long each operation took that was done.
        missing: Privileges that the user lacks, each with the command that grants it.
    """

    session: RedisSession
    key: bytes
    seconds: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def read(self) -> None:
        """Get the key, whatever it holds: all that can be asked of a replica.

        Raises:
            CheckFailed: The user may not read.
        """
        self._get()

    def write_and_read(self) -> None:
        """Set, get and compare, delete; where the user may not write, get alone.

        Raises:
            CheckFailed: The value came back changed or not at all, or the user may not read.
        """
        value = fresh_value()
        written = self._write("set", b"SET", self.key, value, b"EX", SECONDS_TO_LIVE)
        found = self._get()
        if not written:
            return
        if found != value:
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                "the value just set was gone" if found is None else "another value came back",
            )
        self._write("delete", b"DEL", self.key)

    def _write(self, operation: str, *command: bytes | int) -> bool:
        try:
            answer = self._timed(operation, *command)
        except NoPermissionError as error:
            self.missing.append(f"{operation} of the probe's key: {_grant(error, command[0])}")
            return False
        if answer not in (b"OK", 0, 1):
            raise _nonsense(operation)
        return True

    def _get(self) -> bytes | None:
        try:
            answer = self._timed("get", b"GET", self.key)
        except NoPermissionError as error:
            grant = _grant(error, b"GET")
            raise CheckFailed(Reason.PERMISSION, f"the user may not read: {grant}") from None
        if answer is None or isinstance(answer, bytes):
            return answer
        raise _nonsense("get")

    def _timed(self, operation: str, *command: bytes | int) -> object:
        begun = time.perf_counter()
        answer: object = self.session.ask(*command)
        self.seconds[operation] = time.perf_counter() - begun
        return answer


def _grant(error: NoPermissionError, command: object) -> str:
    """Return what the administrator types; Redis tells by its text alone what it was about."""
    if "key" in str(error):
        return "ACL SETUSER <user> ~<KEY_PREFIX>*"
    name = command.decode().lower() if isinstance(command, bytes) else ""
    return f"ACL SETUSER <user> +{name}"


def _nonsense(operation: str) -> CheckFailed:
    return CheckFailed(Reason.WRONG_ANSWER, f"what answered {operation} is not Redis")
