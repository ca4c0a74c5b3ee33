"""What befalls servers and daemons while they run, and what has to be told of it.

Each begins when all is well, on connections that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

import full_disk
from canary_secrets import server_ills
from canary_secrets.form import Form, Kind
from canary_secrets.player import Collected
from canary_secrets.stage import Stage
from fault_proxy import Fault
from live_servers import MissingProgramError

_DATABASES = (Kind.POSTGRESQL, Kind.MYSQL)
_PROCESSES = (*_DATABASES, Kind.REDIS, Kind.AMQP)
_SERVERS = (*_PROCESSES, Kind.HTTP, Kind.SMTP)


@dataclass(frozen=True)
class Ordeal:
    """One of them.

    Attributes:
        befall: Begins it and ends it.
        reasons: With which reason the health has to tell of the forms of each kind.
        forms: With which it has to tell of some forms, whatever their kind.
        figure: A sample that each database at a server has to have then; ``{}`` is its alias.
    """

    befall: Callable[[Stage], AbstractContextManager[None]]
    reasons: Mapping[Kind, str]
    forms: Mapping[str, str] = field(default_factory=dict)
    figure: str = ""

    def reason_of(self, form: Form) -> str:
        """Return the reason with which the health has to tell of a form; empty for none."""
        if form.name in self.forms:
            return self.forms[form.name]
        return form.reason or self.reasons.get(form.kind, "")

    def unmeasured(self, found: Collected, forms: Iterable[Form]) -> list[str]:
        """Return the databases that do not have the figure."""
        metrics = found.outputs["metrics"].decode()
        asked = [form for form in forms if form.component == "database" and form.kind in _DATABASES]
        lines = {form.name: self.figure.format(form.alias or form.name) for form in asked}
        return [name for name, line in lines.items() if line not in metrics]


@contextmanager
def _spoilt(fault: Fault, stage: Stage) -> Iterator[None]:
    stage.spoil(fault)
    try:
        yield
    finally:
        stage.spoil(Fault.NONE)


@contextmanager
def _frozen(stage: Stage) -> Iterator[None]:
    """Websites and mail servers are of this process, so that a proxy holds them back."""
    with server_ills.frozen(stage.servers):
        stage.spoil(Fault.SILENT, Kind.HTTP, Kind.SMTP)
        try:
            yield
        finally:
            stage.spoil(Fault.NONE, Kind.HTTP, Kind.SMTP)


@contextmanager
def _full(stage: Stage) -> Iterator[None]:
    with ExitStack() as befalling:
        with _spoilt(Fault.REFUSE, stage):  # who has a place already keeps it
            befalling.enter_context(server_ills.full(stage.servers))
        yield


@contextmanager
def _read_only(stage: Stage) -> Iterator[None]:
    with server_ills.read_only(stage.servers):
        yield


@contextmanager
def _disk_full(stage: Stage) -> Iterator[None]:
    if not stage.has_disk:
        raise MissingProgramError("a disk of the tests' own: only root may mount")
    with full_disk.full(stage.disk):
        yield


@contextmanager
def _no_descriptor(stage: Stage) -> Iterator[None]:
    with ExitStack() as inside:
        for player in stage.players.values():
            inside.enter_context(player.exhausted())
        with _spoilt(Fault.REFUSE, stage):
            pass  # what stands would go on
        yield


def _network(fault: Fault, reason: str, **forms: str) -> Ordeal:
    by_name = {name.replace("_", "-"): reason for name, reason in forms.items()}
    return Ordeal(partial(_spoilt, fault), dict.fromkeys(_SERVERS, reason), by_name)


ORDEALS: Mapping[str, Ordeal] = {
    "drip": _network(Fault.DRIP, "timeout"),
    "reset": _network(Fault.RESET, "unavailable"),
    # What is asked through Django is read until its time is over.
    "endless": _network(Fault.ENDLESS, "wrong_answer", table_postgresql="timeout"),
    "unreachable": _network(Fault.UNREACHABLE, "timeout"),
    "frozen": Ordeal(_frozen, dict.fromkeys(_SERVERS, "timeout")),
    "full": Ordeal(_full, dict.fromkeys(_PROCESSES, "too_many_connections")),
    # That is no fault of a database, but one of the cache in it.
    "read-only": Ordeal(
        _read_only,
        {Kind.REDIS: "read_only"},
        {"table-postgresql": "read_only"},
        'django_health_database_read_only{{database="{}"}} 1',
    ),
    "disk-full": Ordeal(_disk_full, {Kind.DISK: "unavailable"}),
    "no-descriptor": Ordeal(
        _no_descriptor,
        dict.fromkeys((*_SERVERS, Kind.DISK), "internal"),
        {"redis-key": "internal"},
    ),
}
"""By their names."""
