"""What fails now, in words."""

from __future__ import annotations

from mixin.dashboards.alerted import critical, untold
from mixin.dashboards.engines import state_colours
from mixin.dashboards.overview.leading import from_series, leading
from mixin.dashboards.overview.targets import failing, silent, unanswered
from mixin.dashboards.panels import Line, words_of
from mixin.dashboards.queries import now, select
from mixin.dashboards.reach import SILENT, UNANSWERED

_STATUS = select("django_health_check_status")
_WARNS = f"{select('django_health_check_state', state='warning')} == 1"
_KIND = "job, check, target, reason"

_FAILURES = failing()
_PLACES = f"count by ({_KIND}) ({_FAILURES})"
_ALONE = f"({_FAILURES}) and on ({_KIND}) {_PLACES} == 1"
_MANY = f'0 * count_values by ({_KIND}) ("places", {_PLACES} > 1)'
_OTHERS = (
    f"0 * max by (job, instance, check, reason) ({select('django_health_check_error')} == 1 "
    f"and on (job, instance, check) {_STATUS} == 0) unless on (job, instance, check) "
    f"{select('django_health_exporter_check_success')} == 0"
)
# An alert about a component that fails says no more than what stands here already.
_TOLD = (
    f'label_join({_STATUS} == 0, "component", "", "check") '
    f'or label_replace({SILENT}, "component", "exporter", "", "")'
)
_UNTOLD = f'label_join({untold(critical(), "component", _TOLD)}, "check", "", "component")'
_FIRING = f"count by (job, check) ({_UNTOLD})"
# Some dozens of names would leave no room for what is down.
_ALERT = f"0 * ({_UNTOLD} and on (job, check) {_FIRING} == 1)"
_ALERTS = f'0 * count_values by (job, check) ("alerts", {_FIRING} > 1)'
_ILL = f"count({_STATUS} == 0) or count({SILENT}) or count({UNANSWERED}) or count({critical()})"


def _line(expr: str, legend: str, number: str = "") -> Line:
    return Line(leading(expr), legend, number or f"count({expr})")


FAILING = words_of(
    "Failing now",
    "Red: what does not work, why, and where; of the same on several instances their number; and "
    "critical alerts that fire about something else. Orange: an exporter that does not answer, or "
    "not about one of its targets, so that nothing is known of these: see first whether it runs, "
    "and whether the target is called so. Click for the dashboard of the component. For the "
    "reason: refused and timeout point at server and network, auth and permission at the user, "
    "threshold at a limit.",
    now(
        f"2 + 0 * count({_WARNS}) unless on () ({_ILL})",
        "everything works, with warnings",
    ),
    now(f"3 + 0 * count({_STATUS}) unless on () ({_ILL} or count({_WARNS}))", "all well"),
    # In words of its own: a panel of names would be blank.
    now(f"vector(1) unless on () (count({_STATUS}) or {_ILL})", "NOTHING IS KNOWN"),
    lines=[
        _line(
            silent(),
            "{{check}} {{instance}}: {{reason}}",
            f"count(max by (job, instance) ({SILENT}))",
        ),
        _line(_ALERT, "{{check}}: alert {{alert}} on {{place}}", f"count({_FIRING} == 1)"),
        _line(_ALERTS, "{{check}}: {{alerts}} critical alerts in {{job}}", f"count({_FIRING} > 1)"),
        _line(
            _MANY,
            "{{check}} {{target}}: {{reason}} on {{places}} of {{job}}",
            f"count({_PLACES} > 1)",
        ),
        _line(_ALONE, "{{check}} {{target}}: {{reason}} on {{instance}}", f"count({_PLACES} == 1)"),
        _line(_OTHERS, "{{check}}: {{reason}} on {{instance}}"),
        _line(unanswered(), "{{check}} {{instance}}: {{reason}} about {{name}}"),
    ],
    colours=state_colours(),
    links=[from_series()],
    none="NOTHING IS KNOWN: no exporter has told anything",
    width=16,
    height=12,
)
