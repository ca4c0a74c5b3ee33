"""Celery's workers and queues."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time, select
from mixin.thresholds import QUEUE_LENGTH, QUEUE_STANDSTILL

_WAITING = "django_health_celery_queue_length"

QUEUES = worst_first(
    "Celery",
    [
        graph(
            "Messages that wait",
            "Length of each queue. A line that only rises means that workers are too few or "
            "stuck; the dashed line is where the alert begins to look.",
            over_time(f"max by (job, queue) ({select(_WAITING)})", "{{job}} {{queue}}"),
            unit="short",
            colours=steps(QUEUE_LENGTH),
        ),
        graph(
            "Same message next in line",
            "Seconds for which a queue has had the same first message; 0 where none waits. A "
            "slope of one second a second is a standstill: look for the workers of that queue.",
            over_time(
                f"max by (job, queue) "
                f"({select('django_health_celery_queue_head_unchanged_seconds')})",
                "{{job}} {{queue}}",
            ),
            over_time(
                f"max by (job, queue) "
                f"({select('django_health_celery_queue_oldest_message_age_seconds')})",
                "{{job}} {{queue}} (age of the message)",
            ),
            unit="s",
            colours=steps(critical=QUEUE_STANDSTILL),
        ),
        graph(
            "Workers",
            "Workers that answered the ping, as each instance sees them. A step down is a worker "
            "that ended or is too busy to answer: look at its log and memory.",
            over_time(select("django_health_celery_workers"), "{{instance}}"),
            unit="none",
        ),
        graph(
            "Consumers",
            "Workers that take from each queue, where the broker is asked by AMQP. A queue with "
            "messages and without consumers stays as it is: start workers with -Q for it.",
            over_time(
                f"min by (job, queue) ({select('django_health_celery_queue_consumers')})",
                "{{job}} {{queue}}",
            ),
            unit="none",
        ),
        graph(
            "Round trip and beat",
            "Seconds to the first worker's answer, and by how much the latest periodic task is "
            "overdue. A slow answer comes from a busy broker or busy workers: compare with the "
            "queues.",
            over_time(
                f"max by (job) ({select('django_health_celery_round_trip_seconds')})",
                "{{job}} round trip",
            ),
            over_time(
                f"max by (job) ({select('django_health_celery_beat_lateness_seconds')})",
                "{{job}} beat is late by",
            ),
            unit="s",
        ),
        graph(
            "Taken and not acknowledged",
            "Messages that workers have taken and not finished, and enabled periodic tasks. If "
            "the first grows without end, tasks hang, or workers die while they work.",
            over_time(
                f"max by (job) ({select('django_health_celery_unacked_messages')})",
                "{{job}} unacknowledged",
            ),
            over_time(
                f"max by (job) ({select('django_health_celery_beat_tasks')})",
                "{{job}} periodic tasks",
            ),
            unit="short",
        ),
    ],
    low=["Workers", "Consumers"],
)
