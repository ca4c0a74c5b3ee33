"""What becomes of the credentials: where the servers of each kind are, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass

from canary_secrets.echoes import echo, garbage
from canary_secrets.form import Form, Kind, Place
from canary_secrets.groups import FORMS
from canary_secrets.servers import Servers
from endpoint_listeners import TalkListener
from live_servers import SilentListener, free_port

Places = Mapping[Kind, Place]

_ASKED = tuple(kind for kind in Kind if kind is not Kind.NOBODY)


def _none(servers: Servers) -> Iterator[Places]:
    servers.know(FORMS, right=True)
    yield servers.places()


def _wrong_password(servers: Servers) -> Iterator[Places]:
    servers.know(FORMS, right=False)
    yield servers.places()


def _refused(_: Servers) -> Iterator[Places]:
    yield {kind: Place("127.0.0.1", free_port()) for kind in _ASKED}


def _silent(_: Servers) -> Iterator[Places]:
    with SilentListener() as silent:
        yield dict.fromkeys(_ASKED, Place(silent.host, silent.port))


def _garbage(_: Servers) -> Iterator[Places]:
    with TalkListener(garbage(form.canary for form in FORMS)) as listener:
        yield dict.fromkeys(_ASKED, Place(listener.host, listener.port))


def _unresolved(_: Servers) -> Iterator[Places]:
    yield dict.fromkeys(_ASKED, Place("no-such-host.invalid", 1234))


def _no_tls(servers: Servers) -> Iterator[Places]:
    servers.know(FORMS, right=True)
    yield servers.places(tls=True)


def _echo(_: Servers) -> Iterator[Places]:
    with ExitStack() as stack:
        places: dict[Kind, Place] = {}
        for kind in _ASKED:
            canaries = [form.canary for form in FORMS if form.kind is kind]
            listener = stack.enter_context(TalkListener(echo(kind, canaries)))
            places[kind] = Place(listener.host, listener.port)
        yield places


@dataclass(frozen=True)
class Fault:
    """One of them.

    Attributes:
        places: Says where the servers are, and ends them.
        reasons: Why whatever is asked may fail, by the health's own words; empty where it does not.
        timeout: Seconds that a check may take.
    """

    places: Callable[[Servers], AbstractContextManager[Places]]
    reasons: tuple[str, ...]
    timeout: float

    def reasons_of(self, form: Form) -> tuple[str, ...]:
        """Return the reasons with which the health may tell of a form; an empty one for none."""
        if form.reason:
            return (form.reason,)
        if form.kind is Kind.NOBODY:
            return ("",)
        if form.component == "celery" and self.reasons == ("",):
            return ("unavailable",)  # no worker answers
        return self.reasons


def _fault(
    places: Callable[[Servers], Iterator[Places]], *reasons: str, timeout: float = 8.0
) -> Fault:
    return Fault(contextmanager(places), reasons, timeout)


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
    "echo": _fault(_echo, "auth"),
}
"""By their names."""
