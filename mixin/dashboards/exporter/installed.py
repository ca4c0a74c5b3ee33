"""What runs, since when, and with which configuration."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.columns import Column, by_columns
from mixin.dashboards.looks import RED, UP_OR_DOWN, steps, words
from mixin.dashboards.queries import MATCHERS, select
from mixin.dashboards.reach import REACHED, SILENT

_PREFIX = "django_health_exporter_"
_EACH = "job, instance"
_READ = words({0: ("FAILED", RED), 1: ("read", "transparent")})
_BUILD = select(f"{_PREFIX}build_info")
_VERSIONS = (
    f"max by ({_EACH}, version, python_version) ({_BUILD} or "
    f"last_over_time({_BUILD}[1d]) and on ({_EACH}) ({SILENT}))"
)
_OURS = f"and on (job, instance) django_health_exporter_build_info{{{MATCHERS}}}"
_REST = 0


def _reload(kind: str, end: str) -> str:
    return f"max by ({_EACH}) ({select(f'{_PREFIX}{kind}_last_reload_{end}')})"


INSTALLED = Row(
    "Versions and configuration",
    [
        by_columns(
            "Exporters",
            "Each exporter with its version and its last reloads. DOWN: Prometheus cannot scrape "
            "it, see whether it runs. FAILED: what was in force before still is, and with the next "
            "restart there would be none; the log has one line that says why. Different versions "
            "are a rollout that nobody finished. Web is the file of users, passwords and TLS.",
            [
                Column(
                    "State",
                    f"max by ({_EACH}) ({REACHED})",
                    meanings=[UP_OR_DOWN],
                    colours=steps(critical=1, low=True),
                    width=75,
                ),
                Column("Job", label="job", width=_REST),
                Column("Instance", label="instance", width=_REST),
                Column("Version", _VERSIONS, label="version", width=80),
                Column("Python", label="python_version", width=75),
                Column(
                    "Started",
                    f"1000 * max by ({_EACH}) ({select('process_start_time_seconds')} {_OURS})",
                    unit="dateTimeAsIso",
                    width=160,
                ),
                Column(
                    "Configuration",
                    _reload("config", "successful"),
                    meanings=[_READ],
                    colours=steps(critical=1, low=True),
                    width=110,
                ),
                Column(
                    "Read at",
                    f"1000 * {_reload('config', 'success_timestamp_seconds')}",
                    unit="dateTimeAsIso",
                    width=160,
                ),
                Column(
                    "Web",
                    _reload("web_config", "successful"),
                    meanings=[_READ],
                    colours=steps(critical=1, low=True),
                    width=75,
                ),
                Column(
                    "Web read at",
                    f"1000 * {_reload('web_config', 'success_timestamp_seconds')}",
                    unit="dateTimeAsIso",
                    width=160,
                ),
            ],
            first="State",
            height=7,
        ),
    ],
)
