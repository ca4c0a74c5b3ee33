"""A dictionary in the form of Django's ``DATABASES`` to targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django_health.sources.engines import NO_DATABASE, target_class
from django_health.sources.section import Section, entries, port_of
from django_health.targets import DatabaseTarget, PostgreSQLTarget, Secret, SQLiteTarget, Target


def database_targets(
    databases: Mapping[str, Mapping[str, object]], place: str = "DATABASES"
) -> list[Target]:
    """Return a target per alias that has a database, in the order of the aliases.

    Args:
        databases: Dictionaries with ENGINE, NAME, HOST and so on by alias. TEST is not read.
        place: What the dictionary is called in errors.

    Raises:
        TargetError: An engine cannot be imported, a value is ill-typed or a needed one is missing.
    """
    found = (database_target(*entry) for entry in entries(databases, place))
    return [target for target in found if target is not None]


def database_target(alias: str, values: Mapping[str, object], place: str) -> Target | None:
    """Return the target of one alias, or ``None`` where Django means that there is no database.

    Raises:
        TargetError: As :func:`database_targets` does; ``place`` begins its text.
    """
    section = Section(values, place)
    engine = section.text("ENGINE")
    if engine in NO_DATABASE:
        return None
    kind = target_class(engine, f"{place}['ENGINE']")
    return kind(
        alias=alias,
        backend=engine,
        host=section.text("HOST"),
        name=_name(section, kind),
        user=section.text("USER"),
        password=Secret(section.text("PASSWORD")),
        **_port_and_options(section, kind),
    )


def _port_and_options(section: Section, kind: type[DatabaseTarget]) -> dict[str, Any]:
    options = dict(section.section("OPTIONS").values)
    port = section.values.get("PORT")
    if kind is PostgreSQLTarget and isinstance(port, str) and "," in port:
        # One port for each of several hosts, as libpq takes them.
        for one in port.split(","):
            port_of(one, f"{section.place}['PORT']")
        return {"port": None, "options": {**options, "port": port}}
    return {"port": section.port("PORT"), "options": options}


def _name(section: Section, kind: type[DatabaseTarget]) -> str:
    name = section.text("NAME")
    if kind is SQLiteTarget and not name:
        raise section.error("NAME", "is empty: give the path of the SQLite file")
    if kind is PostgreSQLTarget and not name:
        return _default_name(section)
    return name


def _default_name(section: Section) -> str:
    if section.values.get("NAME", "") is None:
        return "postgres"  # as Django takes None
    if section.section("OPTIONS").values.get("service"):
        return ""
    raise section.error("NAME", "is empty: give the database's name, or OPTIONS['service']")
