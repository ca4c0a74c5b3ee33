"""What is wrong with Celery, migrations and settings, in words."""

from __future__ import annotations

from grafana_foundation_sdk.builders import stat

from mixin.dashboards.alerted import critical, untold
from mixin.dashboards.django.names import STANDS_STILL
from mixin.dashboards.engines import DOWN, NO_ANSWER, UNASKED, WARNS, WELL, state_colours
from mixin.dashboards.links import DATABASES, OVERVIEW, to
from mixin.dashboards.panels import Line, words_of
from mixin.dashboards.queries import now, select
from mixin.dashboards.reach import SILENT
from mixin.thresholds import BEAT_LATENESS

_SERVING = "~celery|migrations"
_STATUS = select("django_health_check_status", check=_SERVING)
_UNFIT = select("django_health_check_status", check="configuration")
_PENDING = select("django_health_migrations_unapplied", "database")
_FINDING = select("django_health_configuration_finding")
_LATE = f"{select('django_health_celery_beat_lateness_seconds')} > {BEAT_LATENESS}"
_UNSERVED = (
    f"{select('django_health_celery_queue_consumers')} == 0 "
    f"and on (job, instance, queue) {select('django_health_celery_queue_length')} > 0"
)
_ALERTS = critical('component=~"celery|migrations"')
_TOLD = f"{_STATUS} == 0 or {STANDS_STILL} or {_UNSERVED} or {_LATE}"
_WAKING = f"max by (job, queue, alert) ({untold(_ALERTS, 'queue', f'({_TOLD})')})"


def _why(failing: str, reason: str) -> str:
    error = select("django_health_check_error", check=f"{_SERVING}|configuration", reason=reason)
    of_those = f"{error} == 1 and on (job, instance, check) {failing} == 0"
    return f"max by (job, check, reason) ({of_those})"


def _reasons(state: int, failing: str) -> str:
    """One of each component: that a limit is exceeded as well says less than why it fails."""
    others, limits = (_why(failing, reason) for reason in ("!threshold", "threshold"))
    return f"{state} + 0 * topk by (job, check) (1, {others} or on (job, check) {limits})"


def _queues(which: str) -> str:
    """How many queues of a job there are, as a label."""
    number = f"count by (job) (count by (job, queue) ({which}))"
    return f'{DOWN} * count_values by (job) ("queues", {number})'


_WARNINGS = (
    Line(_reasons(WARNS, _UNFIT), "{{job}} {{check}}: {{reason}}", warns=True),
    Line(
        f"{WARNS} + 0 * max by (job) ({_PENDING} > 0)",
        "{{job}} migrations are pending",
        warns=True,
    ),
    Line(
        f"{WARNS} + 0 * max by (job) ({_FINDING} > 0) unless on (job) {_UNFIT} == 0",
        "{{job}} settings are unfit",
        warns=True,
    ),
)


def verdict() -> stat.Panel:
    """Return a panel that names what does not work, in the colour of its state."""
    ill = (
        f"count({_STATUS} == 0) or count({SILENT}) or count({STANDS_STILL}) or count({_UNSERVED}) "
        f"or count({_LATE}) or count({_PENDING} > 0) or count({_FINDING} > 0) "
        f"or count({_UNFIT} == 0) or count({_ALERTS})"
    )
    return words_of(
        "What is wrong",
        "Red does not work, or is another critical alert; yellow wants a look today, orange cannot "
        "be scraped. Begin with the reason: refused and timeout are about the broker or a "
        "database, unavailable about workers; pending migrations and unfit settings are for who "
        "released last.",
        now(f"{WELL} + 0 * count({_STATUS}) unless on () ({ill})", "all is well"),
        now(
            f"{UNASKED} + vector(0) unless on () "
            f"(count({_STATUS}) or count({SILENT}) or count({_ALERTS}))",
            "no project is watched",
        ),
        lines=[
            NO_ANSWER,
            Line(f"{DOWN} * {_WAKING}", "{{job}}: {{alert}} {{queue}}"),
            Line(_reasons(DOWN, _STATUS), "{{job}} {{check}}: {{reason}}"),
            Line(_queues(STANDS_STILL), "{{job}}: standstill of {{queues}} queues"),
            Line(f"{DOWN} * max by (job) ({_LATE})", "{{job}} beat is late"),
            Line(
                f"{_queues(_UNSERVED)} unless on (job) {STANDS_STILL}",
                "{{job}}: nobody consumes {{queues}} queues",
            ),
            *_WARNINGS,
        ],
        colours=state_colours(),
        links=[to(OVERVIEW, "Overview"), to(DATABASES, "The databases")],
        width=12,
        height=8,
        none="no project is watched",
    )
