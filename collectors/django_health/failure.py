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
from pathlib import Path
from types import FrameType
from typing import ClassVar, Final

from django_health.descriptors import lack, lack_now
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

_MAY_HIDE_A_LACK: Final = {Reason.DNS, Reason.INTERNAL}
"""What is told where a resolver had no descriptor, or where the system's error was cut off."""

_OURS: Final = {"django_health", "django_health_exporter"}
_STANDARD_LIBRARY = Path(traceback.__file__).parent
_INSTALLED = {"site-packages", "dist-packages"}


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


def no_answer_within(seconds: float) -> str:
    """Return the sentence for a check whose whole time passed without an answer."""
    return f"no answer within {seconds:g} s"


def described(error: BaseException) -> str:
    """Return an exception's type and its :func:`place`; its text may hold a password."""
    name, found = type(error).__name__, place(error)
    return f"{name} at {found}" if found else name


def place(error: BaseException) -> str:
    """Return the ``file:line`` that an exception comes from, or ``""`` where no file is known.

    It is the innermost line of the project's own code, since what the project called with is of
    more use than where a library noticed it; else that of an installed package or of our own; else
    that of the standard library.
    """
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return f"{Path(error.filename).name}:{error.lineno}"  # of the file that could not be read
    found, best = "", 0
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if not path.startswith("<") and (rank := _rank(frame, Path(path))) >= best:
            found, best = f"{Path(path).name}:{line}", rank
    return found


def _rank(frame: FrameType, path: Path) -> int:
    """How much the place of a frame tells; ``<frozen importlib>`` and the like tell nothing."""
    if not _INSTALLED.isdisjoint(path.parts):
        return 1
    if path.is_relative_to(_STANDARD_LIBRARY):
        return 0
    return 1 if str(frame.f_globals.get("__name__")).partition(".")[0] in _OURS else 2


def reason_of(error: BaseException) -> Reason | None:
    """Return what an error of system, resolver or TLS stands for, looking through its causes.

    Drivers wrap the error of the socket in their own; the first link of the chain that is known
    decides. ``None`` means that nothing in the chain is known.
    """
    for link in chain(error):
        if reason := _reason_of_link(link):
            return reason
    return None


def lack_behind(error: BaseException, reason: Reason) -> str:
    """Return in one sentence that no descriptor could be had, if that is why a check failed.

    Such a failure is ``internal``, whatever it looks like: it is the exporter's own lack, and says
    nothing of a target that nobody could ask. Empty where something else is behind the failure.

    Args:
        error: What the check raised.
        reason: What it was taken for.
    """
    for link in chain(error):
        if isinstance(link, OSError) and (sentence := lack(link.errno)):
            return sentence
    return lack_now() if reason in _MAY_HIDE_A_LACK else ""


def require_descriptor() -> None:
    """Make sure that what was just opened behind our back could be opened.

    Raises:
        CheckFailed: No descriptor can be had.
    """
    if sentence := lack_now():
        raise CheckFailed(Reason.INTERNAL, sentence)


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
