"""What the errors of redis-py stand for, where it speaks itself: to brokers, and for Django."""

from __future__ import annotations

from redis import exceptions

from django_health.caches.redis import errors
from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.failure import CheckFailed

_CODE_OF_CLASS: tuple[tuple[type[exceptions.RedisError], str], ...] = (
    (exceptions.AuthenticationError, "WRONGPASS"),
    (exceptions.AuthenticationWrongNumberOfArgsError, "WRONGPASS"),
    (exceptions.BusyLoadingError, "LOADING"),
    (exceptions.MasterDownError, "MASTERDOWN"),
    (exceptions.ClusterDownError, "CLUSTERDOWN"),
    (exceptions.MovedError, "MOVED"),
    (exceptions.AskError, "ASK"),
    (exceptions.NoPermissionError, "NOPERM"),
    (exceptions.OutOfMemoryError, "OOM"),
    (exceptions.ReadOnlyError, "READONLY"),
)
"""Redis-py takes the code off the text of the errors that it knows; a subclass comes first."""

EXPLAINED = (exceptions.RedisError, RecursionError, *errors.EXPLAINED)
"""All that :func:`failure_of` has a word for; garbage makes redis-py raise all but its own: no
number, one too large, and lists in lists in lists."""


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error of the connection or an error reply stands for."""
    return errors.failure_of(_ours(error))


def is_known(error: exceptions.ResponseError) -> bool:
    """Whether an error reply tells a state of the server, rather than dislike of one command."""
    return _reply(error).meaning() is not None


def _ours(error: Exception) -> Exception:
    match error:
        case exceptions.TimeoutError():
            return TimeoutError()
        case exceptions.InvalidResponse():
            return NotRedis()
        case exceptions.ResponseError():
            return _reply(error)
        case exceptions.RedisError() if (reply := _reply(error)).meaning():
            return reply
    return error


def _reply(error: exceptions.RedisError) -> ErrorReply:
    text = str(error)
    for known, code in _CODE_OF_CLASS:
        if isinstance(error, known):
            return ErrorReply(f"{code} {text}")
    return ErrorReply(text)
