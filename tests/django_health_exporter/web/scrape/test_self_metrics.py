"""What the daemon tells about the engine and each check."""

from __future__ import annotations

import pytest

from django_health.engine import Engine
from django_health.result import Measurement, Report, Status
from django_health_exporter.web.scrape.self_metrics import GROUPS, SelfMetrics
from running_web import FakeCheck, HangingCheck
from sample_checks import eventually

PREFIX = "django_health_exporter_"


class Connected(FakeCheck):
    """Keeps two connections."""

    @property
    def connections(self) -> int:
        """Two."""
        return 2


class Figures(dict[tuple[str, ...], float]):
    """Values by the family's name without its prefix, and the labels."""

    def __init__(self, metrics: SelfMetrics, report: Report) -> None:
        batches: list[Measurement] = [m for batch in metrics.batches(report) for m in batch]
        super().__init__(
            ((m.family.name.removeprefix(PREFIX), *m.labels), m.value) for m in batches
        )


def test_tells_of_each_check() -> None:
    """Its run, its connections, and the whole; telling runs no check."""
    checks = [FakeCheck(), Connected("cache", "pages", Status.ERROR)]
    checks[1].part = "10.0.0.1:6379"
    engine = Engine(checks)
    report = engine.run(deadline=10)
    figures = Figures(SelfMetrics(engine), report)
    durations = [result.duration for result in report.results]
    database, cache = ("database", "default", ""), ("cache", "pages", "10.0.0.1:6379")
    assert figures == {
        ("scrape_duration_seconds",): report.duration,
        ("check_duration_seconds", *database): durations[0],
        ("check_age_seconds", *database): report.age(report.results[0]),
        ("check_success", *database): 1,
        ("check_duration_seconds", *cache): durations[1],
        ("check_age_seconds", *cache): report.age(report.results[1]),
        ("check_success", *cache): 0,
        ("stuck_checks",): 0,
        ("threads",): engine.threads,
        ("connections", *cache): 2,
    }
    assert [check.runs for check in checks] == [1, 1]
    engine.close()


def test_success_of_what_is_skipped_is_not_known() -> None:
    """It neither ended well nor badly."""
    engine = Engine([FakeCheck(status=Status.SKIPPED)])
    figures = Figures(SelfMetrics(engine), engine.run(deadline=10))
    assert ("check_age_seconds", "database", "default", "") in figures
    assert ("check_success", "database", "default", "") not in figures
    engine.close()


def test_a_stuck_check_counts_until_it_ends() -> None:
    """A run that overran its timeout is told while it lasts."""
    check = HangingCheck()
    check.timeout = 0.01
    engine = Engine([check])
    report = engine.run(deadline=10)
    figures = Figures(SelfMetrics(engine), report)
    assert figures["stuck_checks",] == 1
    assert figures["threads",] >= 1
    check.released.set()
    eventually(lambda: not engine.stuck)
    assert Figures(SelfMetrics(engine), report)["stuck_checks",] == 0
    engine.close()


@pytest.mark.parametrize(
    ("group", "family"),
    [
        ("checks", "scrape_duration_seconds"),
        ("checks", "check_success"),
        ("engine", "stuck_checks"),
        ("connections", "connections"),
    ],
)
def test_a_group_that_is_off(group: str, family: str) -> None:
    """It is absent, and all others are there."""
    engine = Engine([Connected()])
    report = engine.run(deadline=10)
    told = {name for name, *_ in Figures(SelfMetrics(engine), report)}
    without = SelfMetrics(engine, groups=GROUPS.keys() - {group})
    left = {name for name, *_ in Figures(without, report)}
    assert family in told - left
    alone = {name for name, *_ in Figures(SelfMetrics(engine, groups={group}), report)}
    assert told - left == alone
    engine.close()
