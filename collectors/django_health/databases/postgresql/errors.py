"""What PostgreSQL's errors stand for.

An error of a statement has an SQLSTATE. For an error while connecting libpq gives text alone; that
text is looked at here, to tell the reason, and goes nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django_health.descriptors import lack_in, lack_now
from django_health.failure import SENTENCES, CheckFailed
from django_health.result import Reason

_BY_SQLSTATE = {
    "25006": Reason.READ_ONLY,
    "3D000": Reason.MISCONFIGURED,
    "42501": Reason.PERMISSION,
    "53300": Reason.TOO_MANY_CONNECTIONS,
    "55P03": Reason.TIMEOUT,
    "57014": Reason.TIMEOUT,
}
_BY_CLASS = {
    "08": Reason.UNAVAILABLE,
    "0A": Reason.MISCONFIGURED,
    "22": Reason.MISCONFIGURED,
    "28": Reason.AUTH,
    "42": Reason.MISCONFIGURED,
    "53": Reason.UNAVAILABLE,
    "55": Reason.UNAVAILABLE,
    "57": Reason.UNAVAILABLE,
    "58": Reason.UNAVAILABLE,
    "XX": Reason.UNAVAILABLE,
}
_SENTENCES = {
    "22023": "the server does not know the role in OPTIONS['assume_role']",
    "28000": "the server does not let this user in: no such role, or pg_hba.conf has no such entry",
    "3D000": "the database that the settings name does not exist",
    "55P03": "another session's lock was not released in time",
    "57P01": "the server is shutting down",
    "57P03": "the server is starting up, shutting down or recovering",
}

_TEXTS = {
    Reason.TOO_MANY_CONNECTIONS: (
        "too many clients",
        "too many connections for",
        "remaining connection slots",
        "no more connections allowed",
    ),
    Reason.AUTH: (
        "authentication failed",
        "authentication method",
        "no password supplied",
        "no such user",
        "not permitted to log in",
        "valid client certificate",
        r"pg_hba\.conf",
        'role ".*" does not exist',
    ),
    Reason.MISCONFIGURED: (
        'database ".*" does not exist',
        "no such database",
        "definition of service",
        "service file",
        r"invalid \S+ value",
        "invalid port",
        "invalid integer",
        "could not match",
        "unrecognized configuration",
        "unsupported startup parameter",
        "channel binding",
    ),
    Reason.UNAVAILABLE: ("starting up", "shutting down", "in recovery mode", "not accepting"),
    Reason.READ_ONLY: ("session is read-only",),
    Reason.WRONG_ANSWER: (
        "received invalid response",
        "expected authentication request",
        "invalid message length",
    ),
    Reason.TLS: (r"\bSSL\b", r"\bTLS\b", "certificate"),
    Reason.DNS: ("could not translate host name", "failed to resolve host", r"\[Errno -\d+\]"),
    Reason.REFUSED: ("connection refused", "no such file or directory"),
    Reason.TIMEOUT: ("timeout expired", "timed out"),
    Reason.PERMISSION: ("permission denied",),
}
"""What libpq, the server and PgBouncer say; what comes first counts."""

_PATTERNS = {reason: re.compile("|".join(texts), re.IGNORECASE) for reason, texts in _TEXTS.items()}

_SQLSTATE = re.compile(r"[0-9A-Z]{5}")

_MAY_HIDE_A_LACK = {None, Reason.MISCONFIGURED}
"""What a text tells where libpq had no descriptor."""


class ConnectionLost(CheckFailed):
    """The connection ended under a statement: it was dead before, or the server ends it now."""


def failure_from_sqlstate(sqlstate: str, kind: type[CheckFailed] = CheckFailed) -> CheckFailed:
    """Return the failure that an SQLSTATE stands for."""
    known = _BY_SQLSTATE.get(sqlstate) or _BY_CLASS.get(sqlstate[:2])
    reason = known or Reason.WRONG_ANSWER
    sentence = _SENTENCES.get(sqlstate, SENTENCES[reason])
    code = f" (SQLSTATE {sqlstate})" if _SQLSTATE.fullmatch(sqlstate) else ""
    return kind(reason, sentence + code)


def failure_from_text(text: str) -> CheckFailed:
    """Return the failure that libpq's or the server's English text stands for."""
    reasons = (reason for reason, pattern in _PATTERNS.items() if pattern.search(text))
    reason = next(reasons, None)
    # libpq has no word for a socket that cannot be made, and misses a service file that it cannot
    # open.
    if lack := lack_in(text) or (lack_now() if reason in _MAY_HIDE_A_LACK else ""):
        return CheckFailed(Reason.INTERNAL, lack)
    return CheckFailed(reason or Reason.UNAVAILABLE)


def connection_failure(text: str, received: bytes) -> CheckFailed:
    """Return the failure of a connection that was not made.

    Args:
        text: libpq's error text, whose server part is in the language of the server.
        received: The last unencrypted bytes from the server; an SQLSTATE in them is surer.
    """
    for sqlstate in _sqlstates(received):
        if not sqlstate.startswith("08"):  # by which PgBouncer calls errors of all kinds
            return failure_from_sqlstate(sqlstate)
    return failure_from_text(text)


def _sqlstates(received: bytes) -> Iterable[str]:
    """The SQLSTATEs in the protocol's ErrorResponse messages: type E, length, then fields."""
    while len(received) > 5:
        end = 1 + int.from_bytes(received[1:5])
        if received[:1] == b"E":
            fields = received[5:end].split(b"\0")
            yield from (
                field[1:].decode("ascii", "replace") for field in fields if field[:1] == b"C"
            )
        received = received[end:]
