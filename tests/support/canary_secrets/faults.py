"""What becomes of the credentials: where the servers of each kind are, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

from canary_secrets.echoes import echo, garbage
from canary_secrets.form import Form, Kind, Place, World
from canary_secrets.groups import FORMS
from canary_secrets.servers import Servers
from canary_secrets.tls_doors import expired
from endpoint_listeners import TalkListener
from live_servers import SilentListener, free_port

_ASKED: tuple[Kind, ...] = tuple(kind for kind in Kind if kind not in {Kind.DISK, Kind.NOBODY})


def _none(servers: Servers) -> Iterator[World]:
    servers.know(FORMS, right=True)
    yield World(servers.places())


def _wrong_password(servers: Servers) -> Iterator[World]:
    servers.know(FORMS, right=False)
    yield World(servers.places())


def _refused(_: Servers) -> Iterator[World]:
    places = {kind: Place("127.0.0.1", free_port()) for kind in _ASKED}
    yield World(places)


def _silent(_: Servers) -> Iterator[World]:
    with SilentListener() as silent:
        yield World(dict.fromkeys(_ASKED, Place(silent.host, silent.port)))


def _garbage(_: Servers) -> Iterator[World]:
    with TalkListener(garbage(form.canary for form in FORMS)) as listener:
        yield World(dict.fromkeys(_ASKED, Place(listener.host, listener.port)))


def _unresolved(_: Servers) -> Iterator[World]:
    places = dict.fromkeys(_ASKED, Place("no-such-host.invalid", 1234))
    # Of many questions at once a resolver may answer none, and it is waited for five seconds then.
    yield World(places, {"RES_OPTIONS": "timeout:1 attempts:1"})


def _no_tls(servers: Servers) -> Iterator[World]:
    servers.know(FORMS, right=True)
    yield World(servers.places(tls=True))


def _echo(_: Servers) -> Iterator[World]:
    with ExitStack() as stack:
        places: dict[Kind, Place] = {}
        for kind in _ASKED:
            canaries = [form.canary for form in FORMS if form.kind is kind]
            listener = stack.enter_context(TalkListener(echo(kind, canaries)))
            places[kind] = Place(listener.host, listener.port)
        yield World(places)


def _expired(_: Servers) -> Iterator[World]:
    with expired() as world:
        yield world


@dataclass(frozen=True)
class Fault:
    """One of them.

    Attributes:
        world: Says where the servers are, and ends them.
        reasons: Why whatever is asked may fail, by the health's own words; empty where it does not.
        timeout: Seconds that a check may take.
    """

    world: Callable[[Servers], AbstractContextManager[World]]
    reasons: tuple[str, ...]
    timeout: float

    def reasons_of(self, form: Form) -> tuple[str, ...]:
        """Return the reasons with which the health may tell of a form; an empty one for none."""
        return self.reasons if form.kind in _ASKED and not form.reason else (form.reason,)


def _fault(
    world: Callable[[Servers], Iterator[World]], *reasons: str, timeout: float = 8.0
) -> Fault:
    return Fault(contextmanager(world), reasons, timeout)


FAULTS: Mapping[str, Fault] = {
    "none": _fault(_none, ""),
    "wrong-password": _fault(_wrong_password, "auth"),
    "refused": _fault(_refused, "refused"),
    "silent": _fault(_silent, "timeout", timeout=0.5),
    "garbage": _fault(_garbage, "wrong_answer"),
    # Of many names at once a resolver may leave some without an answer.
    "unresolved": _fault(_unresolved, "dns", "timeout", timeout=2.0),
    # A Redis without TLS is known by its silence, and a busy machine leaves no time for more.
    "no-tls": _fault(_no_tls, "tls", "timeout", timeout=3.0),
    "expired": _fault(_expired, "tls"),
    "echo": _fault(_echo, "auth"),
}
"""By their names."""
