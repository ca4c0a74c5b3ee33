"""All checks are on the page, the worst first; where there are too many, in a line each."""

from __future__ import annotations

from dataclasses import replace

from django_health.history import History
from django_health.page.components import COMPONENTS, LINES, OTHERS, ROWS, Shown, shown
from django_health.page.links import PageLinks
from django_health.page.rows import Surroundings
from django_health.result import CheckResult, Reason, Status
from django_health.settings import HealthSettings
from sample_checks import report_of, result_of


def shown_of(*results: CheckResult, **bounds: int) -> Shown:
    """What is shown of some results."""
    report = report_of(*results)
    surroundings = Surroundings(report, History(), PageLinks(), HealthSettings())
    return shown(surroundings, **bounds)


def many(count: int, *ill: int, name: str = "database") -> list[CheckResult]:
    """Results of many targets, of which some fail."""
    results = [result_of(name, f"t{number}") for number in range(count)]
    for number in ill:
        failed = result_of(name, f"t{number}", status=Status.ERROR, reason=Reason.REFUSED)
        results[number] = failed
    return results


def test_order() -> None:
    """Components as they are in the report; in each the worst first, what is skipped last."""
    component = shown_of(
        result_of("cache", "a", status=Status.SKIPPED),
        result_of("cache", "b"),
        result_of("cache", "c", status=Status.WARNING),
        result_of("cache", "d", status=Status.ERROR),
        result_of("stock"),
    ).components
    assert [one.name for one in component] == ["cache", "stock"]
    assert [row.name for row in component[0].rows] == ["d", "c", "b", "a"]
    assert component[0].status is Status.ERROR
    assert component[0].counts == "1 fails, 1 warns, 1 is ok, 1 is skipped"
    assert component[0].brief == "1 fails, 1 warns"
    assert component[1].brief == ""


def test_what_has_not_answered() -> None:
    """It comes before what is well, is counted apart, and says so in the place of its state."""
    late = replace(result_of("cache", "z", status=Status.SKIPPED), answered=False)
    (component,) = shown_of(result_of("cache", "a"), late).components
    assert [(row.name, row.word) for row in component.rows] == [("z", "no answer yet"), ("a", "ok")]
    assert component.counts == "1 has not answered yet, 1 is ok"
    assert component.status is Status.SKIPPED


def test_what_is_wrong() -> None:
    """Errors of all components, then warnings."""
    told = shown_of(
        result_of("cache", "a", status=Status.WARNING),
        result_of("cache", "b"),
        result_of("stock", status=Status.ERROR),
    )
    assert [row.label for row in told.wrong] == ["stock", "cache/a"]
    assert told.unlisted == 0


def test_many_targets() -> None:
    """Those that are ill have rows, wherever they stand; of the others all are named."""
    told = shown_of(*many(1000, 999, 500))
    (database,) = told.components
    assert [row.name for row in database.rows[:2]] == ["t500", "t999"]
    assert len(database.rows) == ROWS
    (fold,) = database.folds
    assert (fold.status, fold.total, fold.unnamed) == (Status.OK, 1000 - ROWS, 0)
    names = {row.name for row in database.rows} | {line.name for line in fold.lines}
    assert names == {f"t{number}" for number in range(1000)}


def test_many_that_fail() -> None:
    """The list says how many more there are, and the lines say why."""
    told = shown_of(*many(10, *range(10)), rows=3)
    assert (len(told.wrong), told.unlisted) == (3, 7)
    ((fold,),) = (component.folds for component in told.components)
    assert (fold.status, len(fold.lines)) == (Status.ERROR, 7)
    assert fold.lines[0] == ("t3", "refused", "20 ms")


def test_more_than_can_be_named() -> None:
    """They are counted."""
    ((fold,),) = (c.folds for c in shown_of(*many(10), rows=2, lines=3).components)
    assert (fold.total, len(fold.lines), fold.unnamed) == (8, 3, 5)


def test_age_of_a_line() -> None:
    """A kept answer says how old it is also there."""
    kept = [replace(result, finished=result.finished - 90) for result in many(2)]
    ((fold,),) = (c.folds for c in shown_of(*kept, rows=1).components)
    assert fold.lines[0].latency == "20 ms, 90 s ago"


def test_many_components() -> None:
    """Those that are not well keep a place of their own; the others share one, by whole names."""
    results = [result_of(f"check_{number}") for number in range(300)]
    results[299] = result_of("check_299", status=Status.ERROR)
    told = shown_of(*results)
    assert len(told.components) == COMPONENTS + 1
    assert [c.name for c in told.components[-2:]] == ["check_299", OTHERS]
    others = told.components[-1]
    names = [row.name for row in others.rows]
    names += [line.name for fold in others.folds for line in fold.lines]
    assert set(names) == {f"check_{number}" for number in range(COMPONENTS - 1, 299)}


def test_no_result_is_lost() -> None:
    """Rows, lines and counts together are all there are."""
    told = shown_of(*many(LINES + 500, 3), *many(7, name="cache"))
    total = sum(len(c.rows) + sum(fold.total for fold in c.folds) for c in told.components)
    assert total == LINES + 507


def test_nothing() -> None:
    """A report without results has nothing to show."""
    assert shown_of() == Shown((), 0, ())
