"""A check of the project's own, held to what it declared: whatever it does harms itself alone."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, NoReturn

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from django_health.custom.function import FunctionCheck, Options
from django_health.custom.gauges import Gauge
from django_health.custom.guarded import GuardedCheck
from django_health.engine.boundary import outcome_of
from django_health.errors import InvalidCheckError
from django_health.failure import CheckFailed
from django_health.metrics import HealthMetricsCollector
from django_health.reports.documents import detailed_document
from django_health.result import Outcome, Reason, Status
from sample_checks import Hangs, Sample, engine_of

CANARY = "canary-hunter2"
GAUGE = Gauge("shop_orders_waiting", "Orders that wait.", ("queue",))


def _guarded(answer: Callable[[], Any] = Outcome, **attributes: Any) -> GuardedCheck:
    check = Sample("shop", answer=answer)
    vars(check).update(attributes)
    return GuardedCheck(check)


def test_attributes_are_those_of_the_registration() -> None:
    """What the check does to them later changes nothing."""
    check = _guarded(timeout=3.0, min_interval=30.0, critical=False, gauges=(GAUGE,))
    origin = check.origin
    origin.name, origin.timeout, origin.critical, origin.gauges = "other", -1.0, True, ()
    assert (check.name, check.timeout, check.min_interval) == ("shop", 3.0, 30.0)
    assert (check.critical, check.gauges) == (False, (GAUGE,))


def test_bad_attribute_is_refused() -> None:
    """Before anything asks the check."""
    with pytest.raises(InvalidCheckError, match="timeout"):
        _guarded(timeout=0)


def test_being_told_is_passed_on() -> None:
    """A check that waits on a socket of its own shuts it down."""
    check = _guarded()
    check.cancel()
    check.close()
    assert isinstance(check.origin, Sample)
    assert (check.origin.cancelled, check.origin.closed) == (1, 1)


def test_gauges_are_taken_from_the_answer() -> None:
    """And are details no longer."""
    check = _guarded(lambda: {"status": "ok", "gauges": {GAUGE.name: {"a": 1}}}, gauges=(GAUGE,))
    assert outcome_of(check) == Outcome(measurements=(GAUGE(1, "a"),))


def test_gauges_of_a_failure_are_taken_too() -> None:
    """What is known all the same."""

    def fail() -> NoReturn:
        details = {"gauges": {GAUGE.name: {"b": 2}}, "c": 3}
        raise CheckFailed(Reason.DNS, "no name", details=details, measurements=(GAUGE(1, "a"),))

    assert outcome_of(_guarded(fail, gauges=(GAUGE,))) == Outcome(
        Status.ERROR, Reason.DNS, "no name", {"c": 3}, (GAUGE(1, "a"), GAUGE(2, "b"))
    )


def _raising(error: BaseException) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        raise error

    return fail


def _prints() -> dict[str, object]:
    print("\ud83d on stdout, and more")  # noqa: T201
    print("on stderr", file=sys.stderr)  # noqa: T201
    return {"status": "ok"}


def _recurses() -> Any:
    return _recurses()


def _cyclic() -> dict[str, object]:
    details: dict[str, object] = {"status": "ok", "response_time": "shadow", "checks": object()}
    details["self"] = details
    return details


MISCHIEF: dict[str, Callable[[], Any]] = {
    "raises": _raising(RuntimeError(CANARY)),
    "exits": lambda: sys.exit(CANARY),
    "interrupts": _raising(KeyboardInterrupt(CANARY)),
    "recurses": _recurses,
    "prints": _prints,
    "status": lambda: {"status": CANARY},
    "no mapping": lambda: CANARY,
    "nothing": lambda: None,
    "cyclic": _cyclic,
    "enormous": lambda: {"status": "ok", "x": "y" * 10**7, "z": list(range(10**5))},
    "not JSON": lambda: {"status": "ok", 1: b"", (2,): {3}, "n": float("nan"), "i": 10**5000},
    "exception": lambda: {"status": "error", "message": OSError(CANARY), "e": OSError(CANARY)},
    "surrogate": lambda: {"status": "warning", "message": "\ud800", "\udfff": "\ud800"},
    "outcome": lambda: Outcome("fine", "no", None, None, None),  # type: ignore[arg-type]
    "label": lambda: {"status": "ok", "gauges": {GAUGE.name: {"\ud800": 1}}},
    "twice": lambda: Outcome(measurements=(GAUGE(1, "a"), GAUGE(2, "a"))),
    "foreign": lambda: Outcome(measurements=(Gauge("up", "")(0),)),
    "number": lambda: {"status": "ok", "gauges": {GAUGE.name: {"a": CANARY}}},
}


@pytest.mark.parametrize("answer", MISCHIEF.values(), ids=MISCHIEF)
def test_mischief_harms_its_own_result_alone(
    answer: Callable[[], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The neighbour is reported, the document and the page can be read, and nothing leaks."""
    good = GuardedCheck(Sample("good", answer=lambda: {"status": "ok", "fine": 1}))
    with engine_of(good, _guarded(answer, gauges=(GAUGE,))) as engine:
        report = engine.run(deadline=20.0)
        registry = CollectorRegistry()
        registry.register(HealthMetricsCollector(engine))
        page = generate_latest(registry).decode("utf-8")
    document = json.dumps(detailed_document(report), allow_nan=False, ensure_ascii=False)
    checks: Any = json.loads(document.encode("utf-8"))["checks"]
    assert (checks["good"]["status"], checks["good"]["fine"]) == ("ok", 1)
    assert checks["shop"]["status"] in set(Status)
    assert 'django_health_check_status{check="good"} 1.0' in page
    assert 'django_health_check_status{check="shop"}' in page
    assert len(document) < 500_000
    assert CANARY not in document + page + "".join(capsys.readouterr())


def test_hanging_harms_its_own_result_alone() -> None:
    """It is reported as timed out, within its own timeout, and the neighbour as usual."""
    hung = Hangs("hung", timeout=0.2)
    good = GuardedCheck(Sample("good"))
    with engine_of(GuardedCheck(hung), good) as engine:
        found = {result.name: result.outcome for result in engine.run(deadline=20.0).results}
        hung.gate.set()
    assert (found["hung"].reason, found["good"].status) == (Reason.TIMEOUT, Status.OK)


def _hung_run(check: GuardedCheck, hung: Hangs, pool: ThreadPoolExecutor) -> Future[Outcome]:
    run = pool.submit(outcome_of, check)
    assert hung.entered.wait(20.0)
    return run


def test_run_waits_for_that_of_another_guard() -> None:
    """As there is one where settings changed: what was registered is never run twice at a time."""
    hung = Hangs("hung")
    before, after = GuardedCheck(hung), GuardedCheck(hung)
    with ThreadPoolExecutor(2) as pool:
        first = _hung_run(before, hung, pool)
        second = pool.submit(outcome_of, after)
        wait([second], 0.1)
        assert (second.done(), hung.runs) == (False, 1)
        hung.gate.set()
        assert (first.result(20.0), second.result(20.0)) == (Outcome(), Outcome())
        assert hung.runs == 2


def test_run_does_not_wait_for_one_that_hangs() -> None:
    """It fails in its own time, and the next one is run when the other has ended after all."""
    hung = Hangs("hung", timeout=0.4)
    before, after = GuardedCheck(hung), copy.copy(GuardedCheck(hung))
    with ThreadPoolExecutor(2) as pool:
        first = _hung_run(before, hung, pool)
        second = pool.submit(outcome_of, after)
        wait([second], 20.0)
        runs = hung.runs
        hung.gate.set()
        expected = Outcome(Status.ERROR, Reason.TIMEOUT, "another run of it has not ended")
        assert (runs, second.result(20.0)) == (1, expected)
        first.result(20.0)
        assert outcome_of(after) == Outcome()


def test_function_is_not_run_twice_at_a_time_either() -> None:
    """Though each time that its path is followed it becomes another check."""
    hung = Hangs("hung")
    ask = hung.check
    before, after = (
        GuardedCheck(FunctionCheck(ask, Options(name="f", timeout=0.4))) for _ in range(2)
    )
    with ThreadPoolExecutor(2) as pool:
        first = _hung_run(before, hung, pool)
        second = pool.submit(outcome_of, after)
        wait([second], 20.0)
        hung.gate.set()
        assert second.result(20.0).reason is Reason.TIMEOUT
        first.result(20.0)


def test_run_that_raised_gives_its_turn_up() -> None:
    """Whatever it raised."""
    errors = iter([SystemExit(), StopIteration(), KeyboardInterrupt()])

    def fail() -> NoReturn:
        raise next(errors)

    check = _guarded(fail, timeout=0.4)
    for _ in range(3):
        assert outcome_of(check).reason is Reason.INTERNAL


def test_uncritical_failure_is_a_warning_of_the_whole() -> None:
    """The result itself stays an error."""
    check = _guarded(lambda: {"status": "error"}, critical=False)
    with engine_of(check) as engine:
        report = engine.run(deadline=20.0)
    assert (report.results[0].status, report.status) == (Status.ERROR, Status.WARNING)


def test_guard_is_like_another_of_the_same_thing() -> None:
    """As long as each attribute that was declared is the same."""
    sample = Sample("payments", min_interval=5)
    guard = GuardedCheck(sample)
    assert guard.is_like(GuardedCheck(sample))
    assert guard.is_like(copy.copy(guard))
    assert not guard.is_like(GuardedCheck(Sample("payments", min_interval=5)))
    assert not guard.is_like(sample)
    for name, value in {"timeout": 1.0, "min_interval": 3.0, "critical": False}.items():
        other = copy.copy(guard)
        setattr(other, name, value)
        assert not guard.is_like(other)


def test_guard_is_like_another_of_the_same_function() -> None:
    """Each time that it is taken from its path, another check is made of it."""

    def function() -> None: ...

    options = Options(name="function")
    first, second = (GuardedCheck(FunctionCheck(function, options)) for _ in range(2))
    assert first.is_like(second)
