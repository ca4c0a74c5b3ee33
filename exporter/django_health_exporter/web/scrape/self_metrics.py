"""What the daemon tells about its own work: how the checks run, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from django_health.engine import Engine
from django_health.result import Family, Figure, Measurement, Report, Status, measurements_of

GROUPS: Mapping[str, str] = {
    "build": "the versions of the exporter and of Python",
    "checks": "duration, success and age of each check, and the duration of the scrape",
    "engine": "threads and stuck checks",
    "connections": "connections that are kept to what is asked",
    "web": "connections and requests of clients",
    "alerting": "alerts, and what became of their messages",
    "reload": "whether the configuration could be read the last time",
    "process": "CPU, memory and descriptors of the process",
    "python": "the interpreter and its garbage collector",
}
"""The groups that can be switched off, and what each of them tells."""

Teller = Callable[[], Sequence[Measurement]]
"""Returns the present figures of a part of the daemon; it asks nobody, and raises nothing."""

_CHECK = ("check", "target", "part")

SCRAPE_DURATION = Family(
    "django_health_exporter_scrape_duration_seconds",
    "Seconds from the request to this answer of what was known by then.",
)
CHECK_DURATION = Family(
    "django_health_exporter_check_duration_seconds", "Seconds that the check's run took.", _CHECK
)
CHECK_SUCCESS = Family(
    "django_health_exporter_check_success",
    "1 when the check ended well (ok or warning), 0 on error; absent when it is skipped.",
    _CHECK,
)
CHECK_AGE = Family(
    "django_health_exporter_check_age_seconds",
    "Age of the check's result; 0 when it is from this scrape.",
    _CHECK,
)
STUCK = Family(
    "django_health_exporter_stuck_checks",
    "Checks whose run overran its timeout and has not ended.",
)
THREADS = Family("django_health_exporter_threads", "Threads that the engine keeps to run checks.")
CONNECTIONS = Family(
    "django_health_exporter_connections",
    "Connections to what the check asks that are kept open; absent where none is ever kept.",
    _CHECK,
)


class SelfMetrics:
    """Tells about the engine and the checks of a report; asks no check.

    Args:
        engine: The engine to tell about.
        tellers: Of the daemon's other parts, which no engine concerns; they come last.
        groups: What is told of the engine, out of :data:`GROUPS`.
    """

    def __init__(
        self,
        engine: Engine,
        tellers: Iterable[Teller] = (),
        groups: Collection[str] = GROUPS.keys(),
    ) -> None:
        self._tellers = tellers
        self._engine = engine
        self._groups = frozenset(groups)

    def batches(self, report: Report) -> Iterator[Sequence[Measurement]]:
        """Yield the present values, mixed by family."""
        if "checks" in self._groups:
            yield (SCRAPE_DURATION(report.duration),)
            yield _of_checks(report)
        if "engine" in self._groups:
            yield STUCK(self._engine.stuck), THREADS(self._engine.threads)
        if "connections" in self._groups:
            for check in self._engine.checks:
                if (count := check.connections) is not None:
                    yield (CONNECTIONS(count, check.name, check.target, check.part),)
        for teller in self._tellers:
            yield teller()


def _of_checks(report: Report) -> Sequence[Measurement]:
    told: list[Figure] = []
    for result in report.results:
        place, status = (result.name, result.target, result.part), result.outcome.status
        told.append((CHECK_DURATION, result.duration, place))
        told.append((CHECK_AGE, report.age(result), place))
        if status is not Status.SKIPPED:
            told.append((CHECK_SUCCESS, status.works, place))
    return measurements_of(told)
