"""What the pages are made of; a new configuration takes the place of all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.web.effective.document import EffectiveDocument
from django_health_exporter.web.probe.targets import KnownTargets
from django_health_exporter.web.scrape.exposition import Exposition


@dataclass(frozen=True, eq=False)
class Watched:
    """What is watched, as one configuration says; a request keeps to the one that it began with.

    Attributes:
        engine: Runs the checks.
        exposition: Makes the pages of metrics.
        effective: The configuration as it took effect, without secrets.
        settings: How to check.
    """

    engine: Engine
    exposition: Exposition
    effective: EffectiveDocument = field(default_factory=EffectiveDocument)
    settings: HealthSettings = field(default_factory=HealthSettings)

    @cached_property
    def targets(self) -> KnownTargets:
        """What can be probed."""
        return KnownTargets(self.engine)
