"""What runs, since when, and with which configuration."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.columns import Column, by_columns
from mixin.dashboards.looks import RED, UP_OR_DOWN, steps, words
from mixin.dashboards.queries import MATCHERS, select

_PREFIX = "django_health_exporter_"
_EACH = "job, instance"
_READ = words({0: ("FAILED", RED), 1: ("read", "transparent")})
_KNOWN = f"last_over_time({select(f'{_PREFIX}build_info')}[1d])"
_VERSIONS = (
    f"max by ({_EACH}, version, python_version) ({select(f'{_PREFIX}build_info')} or "
    f"{_KNOWN} and on ({_EACH}) {select('up')} == 0)"
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
                    f"max by ({_EACH}) ({select('up')} and on ({_EACH}) {_KNOWN})",
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
