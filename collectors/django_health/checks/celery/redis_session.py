"""A session with a Redis that is a broker: commands in one go, and answers that are lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from redis.connection import Connection
from redis.exceptions import NoPermissionError, ResponseError

from django_health.caches.redis.errors import is_known
from django_health.caches.redis.session import RedisSession

Command = tuple[str | bytes | int | float, ...]

STATE = """
local found = {redis.pcall('HLEN', KEYS[1])}
for i = 2, #KEYS do
    local length = redis.pcall('LLEN', KEYS[i])
    local tail = ''
    if type(length) == 'number' and length > 0 then
        local message = redis.pcall('LINDEX', KEYS[i], -1)
        if type(message) == 'string' then tail = string.sub(message, -1024) end
    end
    found[#found + 1] = length
    found[#found + 1] = tail
end
return found
"""
"""How many fields a hash has, then per list its length and the end of its last element: of a
message that may have megabytes, the part with its properties alone comes over the network."""

_REFUSALS = ("NOPERM", "The user executing the script can't")
"""How a refusal within a script begins, by the version of Redis."""


class BrokerSession(RedisSession):
    """One connection to the broker; see its base for the login."""

    def read_response(self, *args: Any, **options: Any) -> Any:
        """Return an answer, which may be a list once the login is done.

        Raises:
            RedisError: An error reply, no reply, or one that cannot be.
        """
        if self._is_open:
            return Connection.read_response(self, *args, **options)
        return super().read_response(*args, **options)

    def ask_all(self, commands: Sequence[Command]) -> list[Any]:
        """Send commands in one go and return their answers, dislike of a command among them.

        Raises:
            RedisError: No reply, or one that tells a state in which the server serves nobody.
        """
        self.send_packed_command(self.pack_commands(commands))  # type: ignore[no-untyped-call]
        answers = [self._answer() for _ in commands]
        for answer in answers:
            if isinstance(answer, ResponseError) and not _is_dislike(answer):
                raise answer
        return answers

    def _answer(self) -> Any:
        try:
            return self.read_response()
        except ResponseError as error:
            return error


def _is_dislike(error: ResponseError) -> bool:
    """Whether the server only does not do this command, for this user or at all."""
    return is_refusal(error) or not is_known(error)


def is_refusal(error: object) -> bool:
    """Whether the user may not do that: as an error of redis-py, or within a list."""
    return isinstance(error, NoPermissionError) or (
        isinstance(error, ResponseError) and str(error).startswith(_REFUSALS)
    )
