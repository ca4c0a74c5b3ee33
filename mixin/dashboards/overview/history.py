"""States over time."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.engines import state_colours, unasked
from mixin.dashboards.links import EXPORTER, to
from mixin.dashboards.looks import STATES
from mixin.dashboards.panels import timeline
from mixin.dashboards.queries import over_time, select
from mixin.dashboards.reach import REACHED

_STATE = "django_health_check_state"
_COMPONENT = "job, instance, check"
_NUMBERS = " or ".join(
    f"{number} * {select(_STATE, state=state)}"
    for state, number in {"error": 0, "warning": 2, "ok": 3, "skipped": 4}.items()
)
_UNASKED = f"max by ({_COMPONENT}) ({unasked(select(_STATE, state='ok'))})"

_SUCCESS = select("django_health_exporter_check_success", "target")
_FAILED = f"min_over_time({_SUCCESS}[$__range] @ end()) < 1"

HISTORY = Row(
    "States over time",
    [
        timeline(
            "Components",
            "The state of each component, that of the worst instance of the job. Everything red at "
            "once points at the network or a host, one line alone at that server. Orange: an "
            "exporter did not answer, so nothing is known.",
            over_time(
                f"min by (job) (1 + 2 * ({REACHED}))",
                "{{job}} exporter",
            ),
            over_time(
                f"min by (job, check) (sum by ({_COMPONENT}) ({_NUMBERS}) or {_UNASKED})",
                "{{job}} {{check}}",
            ),
            meanings=[STATES],
            colours=state_colours(),
            links=[to(EXPORTER, "The objective", job="${__field.labels.job}")],
            width=12,
            height=14,
        ),
        timeline(
            "Targets that failed",
            "Those alone that failed within the dashboard's time, each instance's own. Red and "
            "green in turn is flapping: look for a limit that is reached now and then. Gaps are "
            "times in which it was not asked.",
            over_time(
                f"(3 * {_SUCCESS} or {unasked(_SUCCESS)}) and {_FAILED}",
                "{{check}} {{target}} {{part}} {{instance}}",
            ),
            over_time(
                f"3 * min by (check) ({_SUCCESS}) unless on () ({_FAILED})", "each of {{check}}"
            ),
            meanings=[STATES],
            colours=state_colours(),
            links=[to(EXPORTER, "The exporter", job="${__field.labels.job}")],
            width=12,
            height=14,
        ),
    ],
)
