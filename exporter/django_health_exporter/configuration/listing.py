"""What is watched as a list: what each is called, what it is, where it is, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from django_health.check import BaseHealthCheck, names_of
from django_health.settings import COMPONENTS
from django_health_exporter.configuration.config import Config
from django_health_exporter.configuration.effective import effective_document
from django_health_exporter.web.effective.document import EffectiveDocument, EffectiveTarget, Value
from django_health_exporter.web.probe.targets import name_of

OFF = "switched off"

_KINDS: Mapping[str, str] = {"system": "host", "migrations": "project", "celery": "project"}
_PROJECT, _CUSTOM = "project", "custom check"


class Entry(msgspec.Struct, frozen=True):
    """One thing that is watched, or could be.

    Attributes:
        name: What it is called: ``database/default``, ``http/payments``, ``system``.
        kind: What asks it: ``postgresql``, ``redis``, ``http``, ``host``, ``custom check``.
        place: Where it is, as far as that is no secret; empty where it has no place.
        origin: Who says so: ``django``, ``file``, ``environment``, ``flag``, ``default``; empty for
            a check that an application or a package registered.
        critical: Whether an error of it makes the whole unhealthy.
        remark: What there is to know: that it is switched off, or why it cannot be asked.
    """

    name: str
    kind: str
    place: str = ""
    origin: str = "default"
    critical: bool = True
    remark: str = ""


def listing(config: Config, checks: Iterable[BaseHealthCheck]) -> tuple[Entry, ...]:
    """Return what is watched, in the order of the report.

    Args:
        config: What is configured.
        checks: All that run, those among them that an application registered.
    """
    known = tuple(checks)
    document = effective_document(config)
    told = [*_of_targets(document, known), *_of_declarations(document, known)]
    names = {entry.name.partition("/")[0] for entry in told}
    return (*told, *_of_others(config, known, names))


def place_of(target: EffectiveTarget) -> str:
    """Return where a target is, in words.

    A database has a host, or none for that of its driver; of a cache the server's label says it.
    """
    if target.server:
        number = f"database {target.database}" if target.database else ""
        return " ".join(filter(None, (target.server, number, "TLS" if target.tls else "")))
    if target.table:
        return f"table {target.table} of database/{target.database}"
    host = f"[{target.host}]" if ":" in target.host else target.host
    address = f"{host}:{target.port}" if target.port else host
    return " ".join(filter(None, (address, target.name, target.path)))


def _of_targets(document: EffectiveDocument, checks: Sequence[BaseHealthCheck]) -> Iterator[Entry]:
    for target in document.targets:
        component = target.target.partition("/")[0]
        is_off = not document.collectors.get(component, True)
        remarks = (target.why, "read only" if target.read_only else "", OFF if is_off else "")
        yield Entry(
            target.target,
            target.engine,
            place_of(target),
            target.origin,
            _is_critical(checks, target.target),
            _with_critical(remarks, is_critical=_is_critical(checks, target.target)),
        )


def _of_declarations(
    document: EffectiveDocument, checks: Sequence[BaseHealthCheck]
) -> Iterator[Entry]:
    for kind, declared in document.declared.items():
        is_off = not document.collectors.get(kind, True)
        for name, one in declared.items():
            label = name_of(kind, name)
            is_critical = _is_critical(checks, label)
            yield Entry(
                label,
                kind,
                _declared_place(one),
                document.origins.get(f"{kind}.{name}", "default"),
                is_critical,
                _with_critical((OFF if is_off else "",), is_critical=is_critical),
            )


def _declared_place(one: Mapping[str, Value]) -> str:
    """Where it is, without a URL, which may hold a token."""
    if "host" in one:
        return ":".join(str(one[key]) for key in ("host", "port") if key in one)
    words = [str(one[key]) for key in ("name", "record", "alias", "database") if key in one]
    return " ".join(words)


def _of_others(
    config: Config, checks: Sequence[BaseHealthCheck], told: set[str]
) -> Iterator[Entry]:
    """The host, what a project has of itself, and custom checks: a line for each component."""
    for name in names_of(checks):
        if name not in told:
            is_own = name in COMPONENTS
            kind = _KINDS.get(name, _PROJECT) if is_own else _CUSTOM
            is_critical = _is_critical(checks, name)
            origin = "default" if is_own else config.origins.get("custom_checks", "")
            remark = _with_critical((), is_critical=is_critical)
            yield Entry(name, kind, "", origin, is_critical, remark)


def _is_critical(checks: Sequence[BaseHealthCheck], label: str) -> bool:
    """Whether an error of it counts; what is switched off has no check that could tell."""
    own = [one for one in checks if one.label == label or one.label.startswith(f"{label}/")]
    return any(check.critical for check in own) if own else True


def _with_critical(remarks: Iterable[str], *, is_critical: bool) -> str:
    return ", ".join(filter(None, (*remarks, "" if is_critical else "not critical")))
