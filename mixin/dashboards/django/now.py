"""What stands still now."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.django.names import WAITED
from mixin.dashboards.django.verdict import verdict
from mixin.dashboards.links import DATABASES, to
from mixin.dashboards.looks import GREEN, UP_OR_DOWN, steps, words
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now, select
from mixin.thresholds import BEAT_LATENESS, QUEUE_LENGTH, QUEUE_STANDSTILL

_WAITING = "django_health_celery_queue_length"
_UNAPPLIED = "django_health_migrations_unapplied"
_NO_CELERY = "no Celery"

_PENDING = words({0: ("none", GREEN)})


NOW = Row(
    "Now",
    [
        verdict(),
        number(
            "Celery",
            "Whether workers and broker answer, worst of all instances. DOWN: look at the reasons "
            "on the overview, then at the workers' log and at the broker.",
            now(f"min({select('django_health_check_status', check='celery')})"),
            unit="none",
            colours=steps(critical=1, low=True),
            meanings=[UP_OR_DOWN],
            none=_NO_CELERY,
        ),
        number(
            "Workers",
            "Workers that answered the ping, fewest of all instances. 0: nothing is done; start "
            "the workers, and see why they ended.",
            now(f"min({select('django_health_celery_workers')})"),
            unit="none",
            colours=steps(critical=1, low=True),
            none=_NO_CELERY,
        ),
        number(
            "Longest queue",
            "Messages that wait in the fullest queue. While it grows, more is sent than is done: "
            "see below which queue, and add workers or stop what floods it.",
            now(f"max({select(_WAITING)})"),
            unit="short",
            colours=steps(QUEUE_LENGTH),
            none=_NO_CELERY,
        ),
        number(
            "Standstill",
            "For how long the same message has been next in line, worst queue. Minutes mean that "
            "nobody takes from it: look for its workers and for a task that blocks them.",
            now(f"max({WAITED})"),
            unit="s",
            colours=steps(warning=QUEUE_STANDSTILL / 2, critical=QUEUE_STANDSTILL),
            none=_NO_CELERY,
        ),
        number(
            "Beat is late by",
            "How overdue the most overdue periodic task is. Three minutes mean nothing, since "
            "beat writes as seldom; more: look whether beat runs, and only once.",
            now(f"max({select('django_health_celery_beat_lateness_seconds')})"),
            unit="s",
            colours=steps(warning=BEAT_LATENESS / 2, critical=BEAT_LATENESS),
            none="no beat",
        ),
        number(
            "Pending migrations",
            "Migrations on disk that no database has yet. Run manage.py migrate, or find out why "
            "the release did not.",
            now(f"sum(max by (job, database, app) ({select(_UNAPPLIED, 'database')}))"),
            unit="none",
            colours=steps(warning=1),
            meanings=[_PENDING],
            links=[to(DATABASES, "The databases")],
            none="no project",
        ),
    ],
)
