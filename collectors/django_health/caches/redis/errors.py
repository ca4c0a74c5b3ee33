"""What the errors of redis-py and Redis stand for, as reasons with our own sentences."""

from __future__ import annotations

from collections.abc import Mapping

from redis import exceptions

from django_health.failure import CheckFailed, reason_of
from django_health.result import Reason

_BY_CODE: Mapping[str, tuple[Reason, str]] = {
    "ASK": (Reason.MISCONFIGURED, "the server is one of a cluster and has only a part of the keys"),
    "BUSY": (Reason.UNAVAILABLE, "the server is busy with a script and serves nobody else"),
    "CLUSTERDOWN": (Reason.UNAVAILABLE, "the cluster that the server belongs to is down"),
    "DENIED": (
        Reason.PERMISSION,
        "the server is in protected mode: it wants a password set or a bind address given",
    ),
    "LOADING": (Reason.UNAVAILABLE, "the server is loading its data from disk"),
    "MASTERDOWN": (
        Reason.UNAVAILABLE,
        "the replica has lost its master and does not serve stale data",
    ),
    "MISCONF": (
        Reason.UNAVAILABLE,
        "writes are refused because saving to disk fails (stop-writes-on-bgsave-error)",
    ),
    "MOVED": (
        Reason.MISCONFIGURED,
        "the server is one of a cluster and has only a part of the keys",
    ),
    "NOAUTH": (Reason.AUTH, "the server wants a password and got none"),
    "NOPERM": (Reason.PERMISSION, "the user may not run a command that the check needs"),
    "NOREPLICAS": (
        Reason.UNAVAILABLE,
        "writes are refused because too few replicas are connected (min-replicas-to-write)",
    ),
    "OOM": (
        Reason.UNAVAILABLE,
        "writes are refused because maxmemory is reached and nothing may be evicted",
    ),
    "READONLY": (Reason.READ_ONLY, "writes are refused because the server is a read-only replica"),
    "WRONGPASS": (Reason.AUTH, ""),
}

_BY_TEXT: Mapping[str, tuple[Reason, str]] = {
    "max number of clients": (Reason.TOO_MANY_CONNECTIONS, "maxclients of the server is reached"),
    "DB index": (Reason.MISCONFIGURED, "the server has no database of the configured number"),
    "SELECT is not allowed": (Reason.MISCONFIGURED, "a cluster has the database number 0 alone"),
    "Authentication required": _BY_CODE["NOAUTH"],
}

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

EXPLAINED = (exceptions.RedisError, OSError, ValueError, OverflowError, RecursionError)
"""All that :func:`failure_of` has a word for; the last three are what garbage makes of redis-py: no
number, one too large, and lists in lists in lists."""


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error of the connection or an error reply stands for."""
    reason, sentence = _known(error) or _unknown(error)
    return CheckFailed(reason, sentence)


def is_known(error: exceptions.ResponseError) -> bool:
    """Whether an error reply tells a state of the server, rather than dislike of one command."""
    return _known(error) is not None


def _known(error: Exception) -> tuple[Reason, str] | None:
    if not isinstance(error, exceptions.RedisError):
        return None
    text = str(error)
    for start, meaning in _BY_TEXT.items():
        if text.startswith(start):
            return meaning
    return _BY_CODE.get(_code_of(error, text))


def _code_of(error: exceptions.RedisError, text: str) -> str:
    for known, code in _CODE_OF_CLASS:
        if isinstance(error, known):
            return code
    return text.partition(" ")[0]


def _unknown(error: Exception) -> tuple[Reason, str]:
    match error:
        case OSError() | UnicodeError():  # these, or a certificate, may be a ValueError as well
            pass
        case exceptions.InvalidResponse() | ValueError() | OverflowError() | RecursionError():
            return Reason.WRONG_ANSWER, "what answers there does not speak Redis' protocol"
        case exceptions.ResponseError():
            return Reason.WRONG_ANSWER, "the server answered a plain command with an error"
        case exceptions.TimeoutError():
            return Reason.TIMEOUT, ""
    reason = reason_of(error) or Reason.UNAVAILABLE
    return reason, "the server closed the connection" if reason is Reason.UNAVAILABLE else ""
