"""Asks again and again until what somebody waits for is well."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from django_health.engine import Engine
from django_health.result import CheckResult, Report, Status
from django_health.terminal.headline import listed
from django_health.terminal.rounds import Tell, wait_for


def wait_until_well(
    engine: Engine,
    *,
    timeout: float,
    interval: float,
    also_uncritical: bool = False,
    tell: Tell | None = None,
    say: Callable[[str], object] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[CheckResult]:
    """Ask all checks of an engine until none of them fails at the same time.

    A warning is well, and so is what was skipped: there is nothing of it to wait for.

    Args:
        engine: What is asked.
        timeout: Seconds after which it is given up.
        interval: Seconds from the begin of one attempt to that of the next.
        also_uncritical: Whether a failure that is not critical is waited for as well.
        tell: Told now and then how far an attempt is.
        say: Told after each attempt what is waited for.
        clock: Monotonic seconds.
        sleep: Lets seconds pass.

    Returns:
        What still fails when the time is over; nothing where all is well.
    """
    end = clock() + timeout
    while True:
        begun = clock()
        asked = engine.start()
        wait_for(asked, end - begun, tell)
        ill = _ill(engine.report(asked), also_uncritical=also_uncritical)
        if ill:
            say(f"waiting for {listed(ill)}")
            sleep(max(min(begun + interval, end) - clock(), 0.0))
        if not ill or clock() >= end:
            return _explained(ill, engine.report(asked, last_known=True))


def _ill(report: Report, *, also_uncritical: bool) -> list[CheckResult]:
    return [
        result
        for result in report.results
        if result.status is Status.ERROR and (result.critical or also_uncritical)
    ]


def _explained(ill: Iterable[CheckResult], known: Report) -> list[CheckResult]:
    """What is ill, told with an earlier answer where the last one did not come in time."""
    earlier = {result.label: result for result in known.results if result.status is Status.ERROR}
    return [earlier.get(result.label, result) for result in ill]


def still_ill(ill: Sequence[CheckResult], seconds: float) -> str:
    """Return in a line what is not well after so many seconds, and why."""
    return f"not healthy after {seconds:g} s: {listed(ill)}"
