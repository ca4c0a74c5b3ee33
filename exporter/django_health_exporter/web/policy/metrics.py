"""What the daemon tells about its web configuration file."""

from __future__ import annotations

from collections.abc import Sequence

from django_health.result import Family, Measurement
from django_health_exporter.web.policy.current import CurrentPolicy

SUCCESSFUL = Family(
    "django_health_exporter_web_config_last_reload_successful",
    "1 when the web configuration file could be used when it was last read, else 0.",
)
SUCCESS = Family(
    "django_health_exporter_web_config_last_reload_success_timestamp_seconds",
    "Unix time at which the web configuration file was last read and could be used.",
)


class PolicyFigures:
    """Tells of the web configuration file; without a file it has nothing to tell.

    Args:
        policies: Whose file is told about.
    """

    def __init__(self, policies: CurrentPolicy) -> None:
        self._policies = policies

    def __call__(self) -> Sequence[Measurement]:
        """Return the present figures."""
        if self._policies.path is None:
            return ()
        return SUCCESSFUL(self._policies.is_good), SUCCESS(self._policies.read_at)
