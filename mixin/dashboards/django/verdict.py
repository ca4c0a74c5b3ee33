"""What is wrong with Celery, migrations and settings, in words."""

from __future__ import annotations

from grafana_foundation_sdk.builders import stat
from grafana_foundation_sdk.models.common import VizOrientation

from mixin.dashboards.engines import DOWN, SILENT, UNASKED, WARNS, WELL, state_colours
from mixin.dashboards.links import DATABASES, OVERVIEW, to
from mixin.dashboards.panels import words_of
from mixin.dashboards.queries import now, select
from mixin.thresholds import BEAT_LATENESS, QUEUE_STANDSTILL

_STATUS = select("django_health_check_status", check="~celery|migrations|configuration")
_ERROR = select("django_health_check_error", check="~celery|migrations|configuration")
_HEAD = select("django_health_celery_queue_head_unchanged_seconds")
_BEAT = select("django_health_celery_beat_lateness_seconds")
_PENDING = select("django_health_migrations_unapplied", "database")
_FINDING = select("django_health_configuration_finding")


def verdict() -> stat.Panel:
    """Return a panel that names what does not work, in the colour of its state."""
    ill = (
        f"count({_STATUS} == 0) or count({SILENT}) or count({_HEAD} > {QUEUE_STANDSTILL:g}) "
        f"or count({_BEAT} > {BEAT_LATENESS:g}) or count({_PENDING} > 0) or count({_FINDING} > 0)"
    )
    return words_of(
        "What is wrong",
        "Red does not work, yellow wants a look today, orange cannot be scraped. Begin with the "
        "reason: refused and timeout are about the broker or a database, unavailable about "
        "workers; pending migrations and unfit settings are for who released last.",
        now(
            f"{DOWN} * max by (job, check, reason) "
            f"({_ERROR} == 1 and on (job, instance, check) {_STATUS} == 0)",
            "{{job}} {{check}}: {{reason}}",
        ),
        now(f"{UNASKED} + 0 * max by (instance) ({SILENT})", "{{instance}}: no exporter"),
        now(
            f"{DOWN} * max by (job) ({_HEAD} > {QUEUE_STANDSTILL:g})",
            "{{job}} queues stand still",
        ),
        now(f"{DOWN} * max by (job) ({_BEAT} > {BEAT_LATENESS:g})", "{{job}} beat is late"),
        now(
            f"{WARNS} + 0 * max by (job) ({_PENDING} > 0)",
            "{{job}} migrations are pending",
        ),
        now(f"{WARNS} + 0 * max by (job) ({_FINDING} > 0)", "{{job}} settings are unfit"),
        now(f"{WELL} + 0 * count({_STATUS}) unless on () ({ill})", "all is well"),
        now(
            f"{UNASKED} + vector(0) unless on () (count({_STATUS}) or count({SILENT}))",
            "no project is watched",
        ),
        colours=state_colours(),
        links=[to(OVERVIEW, "Overview"), to(DATABASES, "The databases")],
        width=12,
        height=8,
        none="no project is watched",
    ).orientation(VizOrientation.AUTO)  # side by side: there may be many
