"""What ``get_custom_checks()`` gives, joined to a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from django_health.reports.documents import detailed_document, health_document
from django_health.reports.health_json import detailed_health_json
from django_health.reports.pages import DETAILED
from django_health.result import Outcome, Reason, Report, Status
from django_health.web.given_checks import with_given_checks
from sample_checks import HandClock, report_of, result_of

CANARY = "canary-password"


def _with(given: object, report: Report | None = None) -> Report:
    ask: Callable[[], Any] = given if callable(given) else lambda: given
    return with_given_checks(report or report_of(result_of("database", "default")), ask)


def _checks(report: Report) -> Any:
    return detailed_document(report)["checks"]


@pytest.mark.parametrize(
    ("status", "overall"),
    [("skipped", "healthy"), ("ok", "healthy"), ("warning", "warning"), ("error", "unhealthy")],
)
def test_their_statuses_count(status: str, overall: str) -> None:
    """The whole is as well as the worst of them."""
    report = _with({"payments": {"status": status, "message": "so it is", "queue": 7}})
    assert health_document(report)["status"] == overall
    entry = _checks(report)["payments"]
    assert (entry["status"], entry["message"], entry["queue"]) == (status, "so it is", 7)
    assert list(report.components) == ["database", "payments"]


def test_each_is_there() -> None:
    """Several checks keep their order, and an outcome is as good as a mapping."""
    outcome = Outcome(Status.WARNING, Reason.THRESHOLD, "long")
    report = _with({"b": {"status": "ok"}, "a": outcome})
    assert [result.name for result in report.results] == ["database", "b", "a"]
    assert report.components["a"].reason is Reason.THRESHOLD


def test_the_time_of_the_call_counts() -> None:
    """The report has taken longer by it, and what the engine kept has aged by it."""
    clock = HandClock()

    def slow() -> Mapping[str, Mapping[str, object]]:
        clock.now += 2.0
        return {"payments": {"status": "ok"}}

    kept = result_of("database", "default", age=3.0)
    before = report_of(kept)
    report = with_given_checks(before, slow, clock=clock)
    payments = report.results[1]
    assert payments.duration == 2.0
    assert report.duration == before.duration + 2.0
    assert report.created == before.created + 2.0
    assert report.age(kept) == 5.0
    assert not report.is_kept(payments)


def test_a_name_that_is_taken_hides_nothing() -> None:
    """The engine's own check stays what it is, and the other is told beside it."""
    report = _with({"database": {"status": "error", "message": "no"}})
    checks = _checks(report)
    assert checks["database"]["status"] == "ok"
    assert checks["custom_checks"]["targets"]["database"]["status"] == "error"
    assert report.status is Status.ERROR


class _Hostile(Mapping[str, object]):
    """A mapping that fails when it is looked at."""

    def __getitem__(self, key: str) -> object:
        raise KeyError(CANARY)

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError(CANARY)

    def __len__(self) -> int:
        return 1


NONSENSE = [
    None,
    "ok",
    {},
    {"status": None},
    {"status": "healthy"},
    {"status": ["ok"]},
    {"status": RuntimeError(CANARY)},
    _Hostile(),
]


@pytest.mark.parametrize("answer", NONSENSE, ids=lambda answer: type(answer).__name__)
def test_nonsense_harms_only_itself(answer: object) -> None:
    """It is an error of that one check; the others are as they are."""
    report = _with({"bad": answer, "good": {"status": "ok"}})
    checks = _checks(report)
    assert checks["bad"]["status"] == "error"
    assert checks["good"]["status"] == "ok"
    assert checks["database"]["status"] == "ok"
    assert CANARY not in str(checks)


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "x": object(), "y": float("nan"), "z": "\ud800", 5: {1, 2}, "b": b"\xff"},
        {"status": "error", "message": RuntimeError(CANARY), "error": RuntimeError(CANARY)},
        {"status": "ok", "message": "\ud800\n\x00" * 10_000},
    ],
)
def test_anything_can_be_sent(answer: Mapping[str, object]) -> None:
    """Whatever a check holds, the document is JSON and tells no exception's text."""
    report = _with({"odd": answer, "\ud800": {"status": "ok"}})
    for accept in ("", "application/health+json"):
        assert CANARY.encode() not in DETAILED.answer(report, accept).body


def test_a_call_that_raises_is_an_entry_of_its_own() -> None:
    """Type and place are told, the text is not, and the checks of the engine are as they are."""

    def raising() -> Mapping[str, Mapping[str, object]]:
        raise RuntimeError(f"no connection with {CANARY}")

    report = _with(raising)
    checks = _checks(report)
    assert report.status is Status.ERROR
    assert checks["database"]["status"] == "ok"
    assert checks["custom_checks"]["reason"] == "internal"
    assert "RuntimeError at test_given_checks.py" in checks["custom_checks"]["message"]
    assert CANARY not in str(checks) + str(detailed_health_json(report))


class Cancelled(BaseException):
    """What is no ``Exception``, and ends no thread either."""


def _cancelled() -> None:
    raise Cancelled(CANARY)


@pytest.mark.parametrize("given", [None, [("a", {"status": "ok"})], "abc", _Hostile(), _cancelled])
def test_a_call_that_gives_no_mapping_is_an_entry_of_its_own(given: object) -> None:
    """So is one that gives what cannot be read, or raises what is no error."""
    report = _with(given)
    assert [result.name for result in report.results] == ["database", "custom_checks"]
    assert report.status is Status.ERROR
    assert CANARY not in str(_checks(report))


def test_none_at_all() -> None:
    """An empty mapping changes nothing."""
    assert _with({}).results == report_of(result_of("database", "default")).results


class _Ending(Mapping[str, object]):
    """An answer during whose reading the server ends the thread."""

    def __init__(self, ending: type[BaseException]) -> None:
        self._ending = ending

    def __getitem__(self, key: str) -> object:
        raise self._ending

    def __iter__(self) -> Iterator[str]:
        raise self._ending

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_the_end_of_the_thread_passes(ending: type[BaseException]) -> None:
    """A server ends its worker by it, whenever that is; it is no answer of a check."""

    def ended() -> None:
        raise ending

    for given in (ended, _Ending(ending), {"payments": _Ending(ending)}):
        with pytest.raises(ending):
            _with(given)


@pytest.mark.parametrize("name", ["", " ", "\n\t", 1, None, b"payments", ("a",)])
def test_a_name_has_to_be_a_text(name: object) -> None:
    """What has none is an error of its own, which tells nothing of it."""
    report = _with({name: {"status": "ok", "queue": CANARY}, "good": {"status": "ok"}})
    checks = _checks(report)
    entry = checks["custom_checks"]["targets"]["?"]
    assert (entry["status"], entry["reason"]) == ("error", "wrong_answer")
    assert checks["good"]["status"] == "ok"
    assert set(checks) == {"database", "custom_checks", "good"}
    assert CANARY not in str(checks)


def test_names_are_not_merged() -> None:
    """Two without a name are both counted, and two that look the same are both there."""
    given = {1: {"status": "ok"}, 2: {"status": "ok"}, "a\n": {"status": "ok"}, "a": {}}
    checks = _checks(_with(given))
    assert checks["custom_checks"]["targets"]["?"]["message"].endswith(": 2")
    assert checks["a"]["status"] == "ok"
    assert checks["custom_checks"]["targets"]["a"]["status"] == "error"
