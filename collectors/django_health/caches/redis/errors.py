"""What the errors of Redis and its connection stand for, as reasons with our own sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.failure import CheckFailed, reason_of
from django_health.result import Reason

_Meaning = tuple[Reason, str]

_BY_CODE: Mapping[str, _Meaning] = {
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

_BY_TEXT: Mapping[str, _Meaning] = {
    "max number of clients": (Reason.TOO_MANY_CONNECTIONS, "maxclients of the server is reached"),
    "DB index": (Reason.MISCONFIGURED, "the server has no database of the configured number"),
    "SELECT is not allowed": (Reason.MISCONFIGURED, "a cluster has the database number 0 alone"),
    "Authentication required": _BY_CODE["NOAUTH"],
    "AUTH <password> called without any password": _BY_CODE["WRONGPASS"],
    "Client sent AUTH, but no password is set": _BY_CODE["WRONGPASS"],
    "invalid password": _BY_CODE["WRONGPASS"],
    "wrong number of arguments for 'auth'": _BY_CODE["WRONGPASS"],
    "wrong number of arguments for 'AUTH'": _BY_CODE["WRONGPASS"],
    "problem with LDAP service": (
        Reason.UNAVAILABLE,
        "the server cannot ask the LDAP service that knows the passwords",
    ),
}
"""How texts begin, with their code or behind it; servers before 6.0 have ``ERR`` for most."""


class ErrorReply(Exception):  # noqa: N818 - it is an answer
    """Raised where a server answers with an error.

    Its text is for telling what it means and is never shown, in the exception's own neither: a
    server may repeat in it what it was told, as a password.

    Args:
        said: The answer as it came, without the mark of an error.

    Attributes:
        code: The first word, which tells the kind of most errors.
    """

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said
        self.code = said.partition(" ")[0]

    @property
    def is_refusal(self) -> bool:
        """Whether the user may not do that."""
        return self.code == "NOPERM"

    @property
    def ends_session(self) -> bool:
        """Whether nothing else can be asked before another login."""
        return self.code in _ENDS

    def meaning(self) -> _Meaning | None:
        """Which state of the server it tells; ``None`` where it dislikes one command only."""
        texts = (self.said, self.said.partition(" ")[2])
        for start, known in _BY_TEXT.items():
            if any(text.startswith(start) for text in texts):
                return known
        return _BY_CODE.get(self.code)


class NotRedis(Exception):  # noqa: N818 - so it answers
    """Raised where an answer is none that Redis gives."""


_ENDS = frozenset({"LOADING", "NOAUTH", "WRONGPASS"})

EXPLAINED = (ErrorReply, NotRedis, OSError, ValueError, OverflowError)
"""All that :func:`failure_of` has a word for; the last two are of addresses that can be none."""


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error of the connection or an error reply stands for."""
    known = error.meaning() if isinstance(error, ErrorReply) else None
    reason, sentence = known or _unknown(error)
    return CheckFailed(reason, sentence)


def _unknown(error: Exception) -> _Meaning:
    match error:
        case OSError() | UnicodeError():  # these, or a certificate, may be a ValueError as well
            pass
        case NotRedis() | ValueError() | OverflowError() | RecursionError():
            return Reason.WRONG_ANSWER, "what answers there does not speak Redis' protocol"
        case ErrorReply():
            return Reason.WRONG_ANSWER, "the server answered a plain command with an error"
    reason = reason_of(error) or Reason.UNAVAILABLE
    return reason, "the server closed the connection" if reason is Reason.UNAVAILABLE else ""
