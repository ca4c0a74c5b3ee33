"""Alerts about Celery.

A broker that does not answer is told by the alert about checks that are down: nothing is known of
workers and queues then.
"""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert, Group, RuleFile, Severity
from mixin.thresholds import (
    BEAT_LATENESS,
    CELERY_ROUND_TRIP,
    QUEUE_LENGTH,
    QUEUE_STANDSTILL,
    UNACKED_MESSAGES,
)

_alert = partial(
    Alert,
    component="celery",
    dashboard="dhe-django",
    kept={"job": "job", "instance": "instance"},
)


def _waited(seconds: float) -> str:
    """Return what is true where a message has been the next one, or has waited, for longer."""
    return f"""
        django_health_celery_queue_head_unchanged_seconds > {seconds}
        or
        django_health_celery_queue_oldest_message_age_seconds > {seconds}
    """


_WORKERS = [
    _alert(
        name="DjangoHealthCeleryNoWorkers",
        expr="django_health_celery_workers == 0",
        severity=Severity.CRITICAL,
        summary="No Celery worker of {{ $labels.job }} answers",
        description="""
            The broker answers {{ $labels.instance }} and no worker does: tasks pile up and none is
            done. Look whether the workers run, then at their log, then whether they have the same
            broker as the application.
        """,
        keep_firing_for="5m",
    ),
    _alert(
        name="DjangoHealthCeleryWorkersDropped",
        expr="""
            django_health_celery_workers < django_health_celery_workers offset 1h
            and django_health_celery_workers > 0
        """,
        severity=Severity.WARNING,
        summary="{{ $labels.job }} has fewer Celery workers than an hour ago",
        description="""
            {{ $value }} workers answer, fewer than an hour ago. Find the missing one with celery
            inspect ping, and the end of its log. The alert ends after an hour, when the new number
            is the usual one.
        """,
        for_="10m",
    ),
    _alert(
        name="DjangoHealthCeleryRoundTripSlow",
        expr=f"avg_over_time(django_health_celery_round_trip_seconds[5m]) > {CELERY_ROUND_TRIP}",
        severity=Severity.WARNING,
        summary="Celery workers of {{ $labels.job }} are slow to answer",
        description="""
            The first worker needs {{ $value | humanizeDuration }} to answer a ping. Its main
            process or the broker is overloaded: look at the processor and the memory of both, and
            whether tasks run in the main process (pool solo).
        """,
        for_="10m",
    ),
]

_QUEUES = [
    _alert(
        name="DjangoHealthCeleryNoConsumers",
        expr="""
            django_health_celery_queue_consumers == 0
            and django_health_celery_queue_length > 0
        """,
        severity=Severity.CRITICAL,
        summary="Nobody consumes the queue {{ $labels.queue }} of {{ $labels.job }}",
        description="""
            Messages wait in {{ $labels.queue }} and no worker takes from it, so that they wait for
            ever. Start a worker with -Q {{ $labels.queue }}, or see why the one there was has gone.
        """,
        keep_firing_for="5m",
    ),
    _alert(
        name="DjangoHealthCeleryQueueStandstill",
        expr=_waited(QUEUE_STANDSTILL),
        severity=Severity.CRITICAL,
        summary="The queue {{ $labels.queue }} of {{ $labels.job }} stands still",
        description="""
            The message that is next in line in {{ $labels.queue }} has been waiting for
            {{ $value | humanizeDuration }}. See with celery inspect active what the workers of that
            queue do, restart those that hang, and start more if all are busy.
        """,
        for_="10m",
        keep_firing_for="5m",
    ),
    _alert(
        name="DjangoHealthCeleryQueueStandstill",
        expr=_waited(QUEUE_STANDSTILL / 2),
        severity=Severity.WARNING,
        summary="Messages wait long in the queue {{ $labels.queue }} of {{ $labels.job }}",
        description="""
            The message that is next in line in {{ $labels.queue }} has been waiting for
            {{ $value | humanizeDuration }}. See with celery inspect active whether the workers of
            that queue are busy with long tasks, or hang.
        """,
    ),
    _alert(
        name="DjangoHealthCeleryQueueBacklog",
        expr=f"""
            django_health_celery_queue_length > {QUEUE_LENGTH}
            and deriv(django_health_celery_queue_length[15m]) > 0
        """,
        severity=Severity.WARNING,
        summary="The queue {{ $labels.queue }} of {{ $labels.job }} grows",
        description="""
            {{ $value | humanize }} messages wait in {{ $labels.queue }} and they become more: more
            is sent than is done. See which task it is, whether each takes longer than it did, and
            add workers for the queue.
        """,
        for_="15m",
        keep_firing_for="10m",
    ),
    _alert(
        name="DjangoHealthCeleryUnackedGrow",
        expr=f"""
            django_health_celery_unacked_messages > {UNACKED_MESSAGES}
            and deriv(django_health_celery_unacked_messages[1h]) > 0
        """,
        severity=Severity.INFO,
        summary="Celery workers of {{ $labels.job }} take more messages than they finish",
        description="""
            {{ $value | humanize }} messages were taken and not acknowledged, ever more for an hour:
            tasks hang, or tasks with a countdown or eta pile up in the workers' memory. See celery
            inspect active and celery inspect scheduled.
        """,
        for_="1h",
    ),
]

_OTHERS = [
    _alert(
        name="DjangoHealthCeleryBeatLate",
        expr=f"django_health_celery_beat_lateness_seconds > {BEAT_LATENESS}",
        severity=Severity.CRITICAL,
        summary="Celery beat of {{ $labels.job }} sends no tasks",
        description="""
            The most overdue periodic task should have been sent {{ $value | humanizeDuration }}
            ago. Look whether beat runs, and with the scheduler of django-celery-beat; the detailed
            health document names the task.
        """,
        keep_firing_for="5m",
    ),
    _alert(
        name="DjangoHealthCeleryBeatLate",
        expr=f"django_health_celery_beat_lateness_seconds > {BEAT_LATENESS / 2}",
        severity=Severity.WARNING,
        summary="Celery beat of {{ $labels.job }} is late",
        description="""
            The most overdue periodic task should have been sent {{ $value | humanizeDuration }}
            ago, longer than beat takes to write down what it did. Look at the log of beat.
        """,
    ),
    _alert(
        name="DjangoHealthCeleryMissingPrivileges",
        expr="django_health_celery_missing_privileges > 0",
        severity=Severity.INFO,
        summary="The broker of {{ $labels.job }} keeps figures from the exporter's user",
        description="""
            {{ $value }} figures of Celery's broker are kept from the exporter's user, so that other
            alerts may be blind. The detailed health document names the grants.
        """,
        for_="30m",
    ),
]

CELERY = RuleFile("celery", [Group("django-health-celery", [*_WORKERS, *_QUEUES, *_OTHERS])])
