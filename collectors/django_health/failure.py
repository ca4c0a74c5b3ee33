"""How a check says that it failed, and what an operating-system error means.

No text of a driver or of the system ever leaves this module: a reason has a sentence of our own,
so that nothing a server or a URL parser puts into an error can reach a metric, a page or a log.
"""

from __future__ import annotations

import errno
import socket
import ssl
import traceback
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import ClassVar

from django_health.result import Measurement, Outcome, Reason, Status

SENTENCES: Mapping[Reason, str] = {
    Reason.TIMEOUT: "no answer in time",
    Reason.REFUSED: "the connection was refused",
    Reason.DNS: "the host name does not resolve",
    Reason.TLS: "the TLS handshake failed",
    Reason.AUTH: "the server refused the user name or the password",
    Reason.PERMISSION: "permission denied",
    Reason.TOO_MANY_CONNECTIONS: "the server has no connection left",
    Reason.READ_ONLY: "it is read-only",
    Reason.UNAVAILABLE: "it cannot serve now",
    Reason.WRONG_ANSWER: "it answered something else than expected",
    Reason.MISCONFIGURED: "it is configured in a way that cannot work",
    Reason.THRESHOLD: "a threshold is exceeded",
    Reason.INTERNAL: "the check itself failed",
}

_BY_ERRNO = {
    errno.ECONNREFUSED: Reason.REFUSED,
    errno.ENOENT: Reason.REFUSED,  # a unix socket that is not there
    errno.ETIMEDOUT: Reason.TIMEOUT,
    errno.EACCES: Reason.PERMISSION,
    errno.EPERM: Reason.PERMISSION,
    errno.EROFS: Reason.READ_ONLY,
    errno.EMFILE: Reason.INTERNAL,
    errno.ENFILE: Reason.INTERNAL,
}


class CheckFailed(Exception):  # noqa: N818 - it is an answer, not a mistake
    """Raised by a check that got no good answer and knows why.

    Args:
        reason: Why, from the closed list.
        message: One sentence for people; the reason's own sentence where it is empty.
        details: JSON-ready figures that are known all the same.
        measurements: Figures for Prometheus that are known all the same.
    """

    status: ClassVar[Status] = Status.ERROR
    """What becomes of the check; anything but an error has no reason."""

    def __init__(
        self,
        reason: Reason,
        message: str = "",
        *,
        details: Mapping[str, object] | None = None,
        measurements: tuple[Measurement, ...] = (),
    ) -> None:
        super().__init__(message or SENTENCES[reason])
        self.reason = reason
        self.details = dict(details or {})
        self.measurements = measurements

    def outcome(self) -> Outcome:
        """The failure as an outcome."""
        reason = self.reason if self.status is Status.ERROR else None
        return Outcome(self.status, reason, str(self), self.details, self.measurements)


def described(error: BaseException) -> str:
    """Return an exception's type and innermost ``file:line``; its text may hold a password."""
    frames = traceback.walk_tb(error.__traceback__)
    places = [(frame.f_code.co_filename, line) for frame, line in frames]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        places.append((error.filename, error.lineno))  # of the file that could not be read
    in_files = [place for place in places if not place[0].startswith("<")]  # "<frozen importlib>"
    found = "".join(f" at {PurePath(file).name}:{line}" for file, line in in_files[-1:])
    return f"{type(error).__name__}{found}"


def reason_of(error: BaseException) -> Reason | None:
    """Return what an error of system, resolver or TLS stands for, looking through its causes.

    Drivers wrap the error of the socket in their own; the first link of the chain that is known
    decides. ``None`` means that nothing in the chain is known.
    """
    for link in chain(error):
        if reason := _reason_of_link(link):
            return reason
    return None


def _reason_of_link(error: BaseException) -> Reason | None:
    match error:
        case CheckFailed():
            return error.reason
        case TimeoutError():
            return Reason.TIMEOUT
        case ssl.SSLError():
            return Reason.TLS
        case UnicodeDecodeError():  # of an answer
            return Reason.WRONG_ANSWER
        case UnicodeEncodeError(encoding=encoding) if encoding != "idna":  # of a credential
            return Reason.MISCONFIGURED
        case socket.gaierror() | socket.herror() | UnicodeError():  # a host's name does not encode
            return Reason.DNS
        case OSError():
            return _BY_ERRNO.get(error.errno or 0, Reason.UNAVAILABLE)
        case EOFError():
            return Reason.UNAVAILABLE
    return None


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, what caused that, and so on; each once."""
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = getattr(link, "original_exception", None) or link.__cause__ or link.__context__
