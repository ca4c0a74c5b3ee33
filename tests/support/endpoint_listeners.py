"""What the tests of declared endpoints share: listeners that misbehave, certificates, looks."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed
from django_health.result import Measurement, Outcome
from live_servers import SilentListener

CANARY = "Kanarienvogel-7291"
"""Stands in every secret of these tests, and must be nowhere in what is said."""

MARGIN = 10.0
"""Seconds that a loaded machine may take for what takes none."""

_DESCRIPTORS = Path("/proc/self/fd")

Talk = Callable[[socket.socket], None]
"""What a server does with a connection."""


class TalkListener(SilentListener):
    """Does with each connection what it is given.

    Args:
        talk: What it does; an error of the connection ends it.
        context: Makes it speak TLS from the first byte.
    """

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self.talk = talk
        self.context = context
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        with suppress(OSError):  # the client has left
            if self.context is None:
                self.talk(connection)
                connection.close()
            else:
                with self.context.wrap_socket(connection, server_side=True) as encrypted:
                    self.talk(encrypted)


def saying(*parts: bytes, listening: bool = True) -> Talk:
    """Say the parts, each after a word of the client if it listens, and close."""

    def talk(connection: socket.socket) -> None:
        for part in parts:
            if listening:
                connection.recv(65536)
            connection.sendall(part)

    return talk


def dripping(start: bytes, drops: Iterable[bytes], interval: float = 0.05) -> Talk:
    """Say something, and then a drop every now and then."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(start)
        for drop in drops:
            time.sleep(interval)
            connection.sendall(drop)

    return talk


def silent_at_first(talk: Talk) -> Talk:
    """Say nothing on the first connection until the client leaves it, and talk on all others."""
    numbers = itertools.count()

    def talk_later(connection: socket.socket) -> None:
        if next(numbers):
            talk(connection)
        else:
            while connection.recv(65536):
                pass

    return talk_later


@contextmanager
def full_port() -> Iterator[tuple[str, int]]:
    """The address of a port whose queue is full, so that connecting to it never ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening, ExitStack() as waiting:
        address = listening.getsockname()
        with suppress(TimeoutError):
            while True:
                one = waiting.enter_context(socket.socket())
                one.settimeout(0.3)
                one.connect(address)
        yield address


@dataclass(frozen=True)
class Certified:
    """A server's certificate.

    Attributes:
        context: With which the server presents it.
        authority: File with the certificate of the authority that issued it.
        expires: When it ends.
    """

    context: ssl.SSLContext
    authority: str
    expires: dt.datetime


def certified(
    folder: Path, *names: str, days: float = 30, authority: trustme.CA | None = None
) -> Certified:
    """Issue a certificate that ends so many days from now; of loopback, if no names are given."""
    issuer = authority or trustme.CA()
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    expires = now + dt.timedelta(days=days)
    issued = issuer.issue_cert(
        *(names or ("localhost", "127.0.0.1")),
        not_before=min(now, expires) - dt.timedelta(days=400),
        not_after=expires,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issued.configure_cert(context)
    file = folder / f"authority-{time.monotonic_ns()}.pem"
    issuer.cert_pem.write_to_path(str(file))
    return Certified(context, str(file), expires)


def failed(check: BaseHealthCheck) -> CheckFailed:
    """Return how a check fails, which has to be without any secret."""
    try:
        outcome = check.check()
    except CheckFailed as failure:
        assert_hidden(check, failure)
        return failure
    raise AssertionError(f"it did not fail: {outcome}")


def succeeded(check: BaseHealthCheck) -> Outcome:
    """Return what a check says, which has to be well and without any secret."""
    outcome = check.check()
    assert isinstance(outcome, Outcome)
    assert CANARY not in f"{outcome!r} {check!r} {vars(check)!r}"
    return outcome


def assert_hidden(check: BaseHealthCheck, failure: CheckFailed) -> None:
    """Make sure that no secret is in anything that is shown of a failure."""
    shown = (failure, failure.details, failure.measurements, failure.outcome(), check, vars(check))
    for one in shown:
        assert CANARY not in f"{one} {one!r}"
    assert failure.__cause__ is None
    assert failure.__suppress_context__ or failure.__context__ is None


def figures(told: Outcome | CheckFailed) -> dict[str, float]:
    """Return the measurements by the name of their family."""
    return {one.family.name: one.value for one in measurements(told)}


def measurements(told: Outcome | CheckFailed) -> tuple[Measurement, ...]:
    """Return the measurements, each of which has the one label of an endpoint."""
    assert {(one.family.labels, one.labels) for one in told.measurements} <= {
        (("endpoint",), ("name",))
    }
    return told.measurements


def ends_at_once(check: BaseHealthCheck, is_waiting: Callable[[], bool]) -> bool:
    """Whether a run that waits ends when it is cancelled from another thread."""
    run = threading.Thread(target=_ignoring, args=(check,), daemon=True)
    run.start()
    deadline = time.monotonic() + MARGIN
    while not is_waiting():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    assert run.is_alive()
    check.cancel()
    run.join(MARGIN)
    return not run.is_alive()


def _ignoring(check: BaseHealthCheck) -> None:
    with suppress(CheckFailed):
        check.check()


def timed_failure(check: BaseHealthCheck) -> tuple[CheckFailed, float]:
    """Return how a check fails, and after how many seconds."""
    begun = time.monotonic()
    failure = failed(check)
    return failure, time.monotonic() - begun


@contextmanager
def leaving_nothing_open() -> Iterator[None]:
    """Make sure that as many descriptors are open afterwards as before."""
    before = len(list(_DESCRIPTORS.iterdir()))
    yield
    assert len(list(_DESCRIPTORS.iterdir())) <= before
