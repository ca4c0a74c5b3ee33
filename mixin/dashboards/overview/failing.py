"""What fails now, in words."""

from __future__ import annotations

from mixin.dashboards.engines import SILENT, state_colours
from mixin.dashboards.overview.leading import from_series, leading
from mixin.dashboards.overview.targets import failing, silent
from mixin.dashboards.panels import words_of
from mixin.dashboards.queries import now, select

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
_ILL = f"count({_STATUS} == 0) or count({SILENT})"

FAILING = words_of(
    "Failing now",
    "Red: what does not work, why, and where; of the same on several instances their number. "
    "Orange: an exporter that does not answer, so that nothing is known of what it watches: see "
    "first whether it runs. Click for the dashboard of the component. For the reason: refused and "
    "timeout point at server and network, auth and permission at the user, threshold at a limit.",
    now(leading(_ALONE), "{{check}} {{target}}: {{reason}} on {{instance}}"),
    now(leading(_MANY), "{{check}} {{target}}: {{reason}} on {{places}} of {{job}}"),
    now(leading(_OTHERS), "{{check}}: {{reason}} on {{instance}}"),
    now(leading(silent()), "{{check}} {{instance}}: {{reason}}"),
    now(
        f"2 + 0 * count({_WARNS}) unless on () ({_ILL})",
        "everything works, with warnings",
    ),
    now(f"3 + 0 * count({_STATUS}) unless on () ({_ILL} or count({_WARNS}))", "all well"),
    colours=state_colours(),
    links=[from_series()],
    none="NOTHING IS KNOWN: no exporter has told anything",
    width=16,
    height=12,
)
