"""What is measured of Celery; no series per worker, one per queue of the configuration."""

from __future__ import annotations

from django_health.result import Family


def _gauge(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_celery_{name}", text, labels)


WORKERS = _gauge("workers", "Workers that answered the ping (Celery's control command ping).")
ROUND_TRIP = _gauge(
    "round_trip_seconds",
    "Seconds from sending the ping to the first worker's answer, connection open.",
)
QUEUE_LENGTH = _gauge(
    "queue_length",
    "Messages that wait in a queue of Celery's configuration (Redis: LLEN of its lists of all "
    "priorities; AMQP: passive queue.declare).",
    "queue",
)
QUEUE_CONSUMERS = _gauge(
    "queue_consumers", "Workers that consume a queue (AMQP: passive queue.declare).", "queue"
)
OLDEST_MESSAGE_AGE = _gauge(
    "queue_oldest_message_age_seconds",
    "Age of the oldest message that is next in line in a list of the queue, where it bears the "
    "property timestamp; absent where none does, as Celery sets none by itself (Redis: LINDEX -1).",
    "queue",
)
HEAD_UNCHANGED = _gauge(
    "queue_head_unchanged_seconds",
    "Seconds for which this process has seen the same message next in line, 0 where none waits "
    "(Redis: delivery_tag of LINDEX -1).",
    "queue",
)
UNACKED = _gauge(
    "unacked_messages",
    "Messages that workers have taken and not acknowledged (Redis: HLEN of the hash unacked).",
)
MISSING_PRIVILEGES = _gauge(
    "missing_privileges",
    "Figures that the broker keeps from this user; /health/detailed/ names the grants.",
)
BEAT_LATENESS = _gauge(
    "beat_lateness_seconds",
    "Seconds by which the most overdue enabled periodic task is late, 0 where none is "
    "(last_run_at and schedule in the tables of django-celery-beat, to which beat writes every "
    "three minutes: up to 180 s mean nothing).",
)
BEAT_TASKS = _gauge("beat_tasks", "Enabled periodic tasks in the tables of django-celery-beat.")
