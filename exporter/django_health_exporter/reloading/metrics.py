"""Whether the configuration could be read the last time, for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django_health.result import Family, Measurement

SUCCESSFUL = Family(
    "django_health_exporter_config_last_reload_successful",
    "1 when the configuration could be used when it was last read, else 0.",
)
SUCCESS = Family(
    "django_health_exporter_config_last_reload_success_timestamp_seconds",
    "Unix time at which the configuration in force was read.",
)


class ReloadFigures:
    """The two gauges that all of Prometheus' own programs have; the start is the first success."""

    def __init__(self) -> None:
        self.succeeded()

    def succeeded(self) -> None:
        """A configuration has come into force."""
        self._is_good = True
        self._at = time.time()

    def failed(self) -> None:
        """A configuration could not be used."""
        self._is_good = False

    def __call__(self) -> Sequence[Measurement]:
        """Return the present figures."""
        return SUCCESSFUL(self._is_good), SUCCESS(self._at)
