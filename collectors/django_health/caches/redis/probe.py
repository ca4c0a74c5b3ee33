"""Set, get and delete of a key in Redis, each timed, as far as the user may."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django_health.caches.own_key import SECONDS_TO_LIVE, fresh_value
from django_health.caches.redis.errors import ErrorReply
from django_health.caches.redis.session import RedisSession
from django_health.caches.redis.wire import Answer, packed
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Steps, heard_at


class ProbeCommands:
    """The commands on the probe's own key, packed once.

    Args:
        key: The key, which only this check uses.
    """

    def __init__(self, key: bytes) -> None:
        # Packed around the value, whose length is always the same.
        length = len(fresh_value())
        command = packed(b"SET", key, b"\0" * length, b"EX", b"%d" % SECONDS_TO_LIVE)
        self._before, _, self._behind = command.partition(b"\0" * length)
        self.get = packed(b"GET", key)
        self.delete = packed(b"DEL", key)

    def set(self, value: bytes) -> bytes:
        """Return the command that stores a value for a while."""
        return b"%b%b%b" % (self._before, value, self._behind)


@dataclass(slots=True)
class RedisProbe:
    """One run over a session.

    Attributes:
        commands: What is asked.
        seconds: How long each operation took that was done.
        missing: Privileges that the user lacks, each with the command that grants it.
    """

    session: RedisSession
    commands: ProbeCommands
    seconds: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def read(self) -> Steps[None]:
        """Get the key, whatever it holds: all that can be asked of a replica.

        Raises:
            CheckFailed: The user may not read.
        """
        yield from self._found()

    def write_and_read(self) -> Steps[None]:
        """Set, get and compare, delete; where the user may not write, get alone.

        Raises:
            CheckFailed: The value came back changed or not at all, or the user may not read.
        """
        value = fresh_value()
        written = yield from self._is_done("set", self.commands.set(value))
        found = yield from self._found()
        if not written:
            return
        if found != value:
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                "the value just set was gone" if found is None else "another value came back",
            )
        yield from self._is_done("delete", self.commands.delete)

    def _is_done(self, operation: str, command: bytes) -> Steps[bool]:
        try:
            answer = yield from self._timed(operation, command)
        except ErrorReply as error:
            if not error.is_refusal:
                raise
            name = "del" if operation == "delete" else operation
            self.missing.append(f"{operation} of the probe's key: {_grant(error, name)}")
            return False
        if answer not in (b"OK", 0, 1):
            raise _nonsense(operation)
        return True

    def _found(self) -> Steps[bytes | None]:
        try:
            answer = yield from self._timed("get", self.commands.get)
        except ErrorReply as error:
            if not error.is_refusal:
                raise
            grant = _grant(error, "get")
            raise CheckFailed(Reason.PERMISSION, f"the user may not read: {grant}") from None
        if answer is None or isinstance(answer, bytes):
            return answer
        raise _nonsense("get")

    def _timed(self, operation: str, command: bytes) -> Steps[Answer]:
        """Do an operation, and take down how long that took if it was done."""
        begun = time.perf_counter()
        self.session.send(command)
        seen = yield self.session.awaited
        answer = self.session.answer()
        self.seconds[operation] = heard_at(seen) - begun
        return answer


def _grant(error: ErrorReply, command: str) -> str:
    """Return what the administrator types; Redis tells by its text alone what it was about."""
    if "key" in error.said:
        return "ACL SETUSER <user> ~<KEY_PREFIX>*"
    return f"ACL SETUSER <user> +{command}"


def _nonsense(operation: str) -> CheckFailed:
    return CheckFailed(Reason.WRONG_ANSWER, f"what answered {operation} is not Redis")
