"""Collectors of ``prometheus_client`` that ask the checks on each scrape."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from importlib import import_module
from itertools import chain
from typing import ClassVar

from prometheus_client.metrics_core import Metric

from django_health.engine import Engine
from django_health.errors import HealthCheckError
from django_health.reports.families import (
    CHECK_FAMILIES,
    TARGET_FAMILIES,
    TARGET_LABELS,
    THRESHOLD,
    component_families,
    empty_family,
    health_families,
    misconfigured_families,
)
from django_health.result import Family, Report
from django_health.settings import HealthSettings

__all__ = [
    "CHECK_FAMILIES",
    "TARGET_FAMILIES",
    "TARGET_LABELS",
    "THRESHOLD",
    "CacheMetricsCollector",
    "DatabaseMetricsCollector",
    "HealthMetricsCollector",
    "SystemMetricsCollector",
    "component_families",
    "health_families",
]

logger = logging.getLogger(__name__)


class HealthMetricsCollector:
    """A ``prometheus_client`` collector that asks the checks on each scrape, and only then.

    It never raises for what a check does. Registering it asks nothing: it describes itself by the
    families that are always the same, so that a registry refuses a second one.

    Args:
        engine: What to ask; by default the Django application of this process, which is made at the
            first scrape. Where its settings cannot be used, the status of ``configuration`` is 0
            and the log says why: the other collectors of the registry are not to suffer for it.
        settings: The thresholds to export, beside the host that they are for.
        names: The components to ask; all of the engine's where it is ``None``.
        deadline: Seconds after which what has not answered is reported as timed out; the
            application has a deadline of its own.

    Raises:
        UnknownCheckError: A name is none of the engine's.
    """

    component: ClassVar[str | None] = None
    """The one component that it tells, ``None`` for all of them.

    Where it is set, the families that all components share are left out: so the collectors of
    several components can stand in one registry. Where there is no such component it tells nothing.
    """

    described: ClassVar[tuple[Family, ...]] = (
        *CHECK_FAMILIES,
        *chain.from_iterable(TARGET_FAMILIES.values()),
        THRESHOLD,
    )
    """The families by which a registry knows it."""

    def __init__(
        self,
        engine: Engine | None = None,
        settings: HealthSettings | None = None,
        *,
        names: Collection[str] | None = None,
        deadline: float = 9.5,
    ) -> None:
        if engine is not None:
            engine.expect(names or ())
        self._engine = engine
        self._settings = settings
        self._names = names
        self._deadline = deadline
        self._complaint = ""

    def describe(self) -> Iterable[Metric]:
        """Return the families that do not depend on what there is to ask, without samples."""
        return [empty_family(family) for family in self.described]

    def collect(self) -> Iterable[Metric]:
        """Ask the checks and return their answers as fresh families."""
        try:
            report, settings = self._asked()
        except HealthCheckError as error:
            self._complain(str(error))
            return [] if self.component else misconfigured_families()
        self._complaint = ""
        families = component_families if self.component else health_families
        return families(report, settings)

    def _asked(self) -> tuple[Report, HealthSettings]:
        if self._engine is not None:
            names = self._names_in(self._engine)
            report = self._engine.run(names, deadline=self._deadline)
            return report, self._settings or HealthSettings()
        # By its name, as it brings Django, which the daemon may not have.
        application = import_module("django_health.application").application()
        report = application.report(self._names_in(application.engine))
        return report, self._settings or application.settings

    def _names_in(self, engine: Engine) -> Collection[str] | None:
        if self.component is None:
            return self._names
        return [name for name in engine.names if name == self.component]

    def _complain(self, text: str) -> None:
        """Log what is wrong, once for as long as it is."""
        if text != self._complaint:
            logger.error("the health cannot be told: %s", text)
        self._complaint = text


class DatabaseMetricsCollector(HealthMetricsCollector):
    """The databases alone; their families start with ``django_health_database_``."""

    component = "database"
    described = TARGET_FAMILIES["database"]


class CacheMetricsCollector(HealthMetricsCollector):
    """The caches alone; their families start with ``django_health_cache_``."""

    component = "cache"
    described = TARGET_FAMILIES["cache"]


class SystemMetricsCollector(HealthMetricsCollector):
    """The host and the container alone, and the thresholds that they are held against."""

    component = "system"
    described = (THRESHOLD,)
