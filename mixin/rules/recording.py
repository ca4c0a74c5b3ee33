"""What alerts and dashboards have in common, recorded."""

from __future__ import annotations

from mixin.rules.rule import Group, Record, RuleFile
from mixin.thresholds import NOT_SERVING

OURS = "job_instance:django_health_exporter_build_info:seen"
"""1 for each target that is a django-health-exporter, whatever its job is called."""

TOOK = "job_instance_check:django_health_check_duration_seconds:mean5m"
TOOK_BEFORE = "job_instance_check:django_health_check_duration_seconds:median1d"


def failures(window: str) -> str:
    """Return the share of a time in which a component of a job failed; not of ``NOT_SERVING``.

    Args:
        window: One of 5m, 30m, 1h, 2h, 6h, 1d, 3d, 30d.
    """
    return f"job_check:django_health_check_status:failure_ratio{window}"


def _measured(window: str) -> Record:
    """Each answer counts the same, so that an instance that is new has the weight of its time.

    What is skipped or not scraped counts neither way, and the state of the host and of the settings
    (``NOT_SERVING``) is none that users are served by.
    """
    status = f'django_health_check_status{{check!~"{NOT_SERVING}"}}[{window}]'
    return Record(
        failures(window),
        f"""
        1
        - sum by (job, check) (sum_over_time({status}))
        / sum by (job, check) (count_over_time({status}))
        """,
        f"Share of the answers of {window} in which a component of a job did not work, 0 to 1.",
    )


def _derived(window: str) -> Record:
    """Each minute counts the same, and 30 days are as many samples whatever the fleet's size.

    Not for less than two hours: the five minutes before the window, which are in it in part, would
    count too much.
    """
    return Record(
        failures(window),
        f"avg_over_time({failures('5m')}[{window}])",
        f"The same over {window}, in which each minute counts the same.",
    )


_TARGETS = Group(
    "django-health-recorded-targets",
    [
        # For all alerts about what cannot be scraped: a target that is down tells no version, and
        # a job may have any name. Some tell no version at all: an answer of /probe, a site's own
        # view, a daemon without metrics of its own; but all tell states. What is down stays known
        # for as long as it is discovered; else the alert would end after a day. Other labels of
        # the target are kept, for routing.
        Record(
            OURS,
            f"""
            group without (version, python_version) (
              last_over_time(django_health_exporter_build_info[1d])
            )
            or
            group without (check, state, target) (
              last_over_time(django_health_check_state{{state="ok"}}[1d])
            )
            or
            last_over_time({OURS}[1h]) and on (job, instance) up == 0
            """,
            "1 for each target that is a django-health-exporter, whatever its job is called; also "
            "while it is down.",
        ),
    ],
)

_FAILURES = Group(
    "django-health-recorded-failures",
    # For the alerts on the error budget, which compare two windows each.
    [_measured(window) for window in ("5m", "30m", "1h")]
    + [_derived(window) for window in ("2h", "6h")],
)

_LONG_FAILURES = Group(
    "django-health-recorded-long-failures",
    # 1d and 3d for the alerts, 30d for the panels of the objective. Prometheus must keep as much:
    # it keeps 15 days unless --storage.tsdb.retention.time says otherwise.
    [_derived(window) for window in ("1d", "3d", "30d")],
    interval="3m",
)

_DURATIONS = Group(
    "django-health-recorded-durations",
    [
        # For the alert on checks that are slow. What fails is left out: it fails in no time at all,
        # or at its timeout, and neither tells how long it takes.
        Record(
            TOOK,
            """
            avg_over_time(django_health_check_duration_seconds[5m])
            and min_over_time(django_health_check_status[5m]) == 1
            """,
            "Mean seconds over five minutes that a component takes which works.",
        ),
        # The same, what is usual; the last hour left out, so that it is compared with others.
        Record(
            TOOK_BEFORE,
            f"quantile_over_time(0.5, {TOOK}[1d] offset 1h)",
            "The median of that over the day before the last hour: what is usual.",
        ),
    ],
)

RECORDING = RuleFile("recording", [_TARGETS, _FAILURES, _LONG_FAILURES, _DURATIONS])
