"""What the daemon has to stand, whatever is done to the servers: one trial for all faults."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

from faulty_stack.log import assert_told_once
from faulty_stack.pulse import Pulse
from faulty_stack.resources import PATIENCE, Peak, assert_back
from faulty_stack.stack import BUDGET, FaultyStack
from faulty_stack.targets import COMPONENTS, TARGETS, Illness, broken_components, illnesses
from http_answer import Answer
from live_exporter import Samples

ROUNDS = 3
"""Scrapes while the fault lasts."""

MOST_MEMORY = 25 * 1024 * 1024
"""Bytes by which no fault may make the memory grow, not even for a moment; seen are three MiB."""

_STUCK = "django_health_exporter_stuck_checks"


class Answers(NamedTuple):
    """What the daemon says of one moment."""

    samples: Samples
    short: Answer
    detailed: Answer


class Trial:
    """Asks the daemon as everyone does, and holds its answers against what is really so.

    Args:
        stack: All is well in it.
        pulse: Tells new figures from old ones.
    """

    def __init__(self, stack: FaultyStack, pulse: Pulse) -> None:
        self._stack = stack
        self._pulse = pulse
        self._watched = [name for name in TARGETS if name in stack.watched]
        self._ask_well()

    def endure(
        self, reasons: Mapping[str, str], inflict: Callable[[], None], heal: Callable[[], None]
    ) -> None:
        """Make sure that a fault is told, hurts nobody else, and leaves nothing behind.

        Args:
            reasons: By the name of each target that falls ill, the reason that has to be told.
            inflict: Begins the fault.
            heal: Ends it.
        """
        ill = {illness for name in reasons for illness in TARGETS[name].illnesses(reasons[name])}
        with self._keeping_its_own(ill):
            try:
                inflict()
                for _ in range(ROUNDS):
                    self._ask_ill(reasons, ill)
                self._await_ends()
            finally:
                heal()
            self._ask_well()

    @contextmanager
    def _keeping_its_own(self, ill: set[Illness]) -> Iterator[None]:
        """Compare what it holds, and see that its log tells what is so, once."""
        logged = len(self._stack.exporter.log)
        peak = Peak(self._stack.exporter.process.pid)
        yield
        assert_told_once(lambda: self._stack.exporter.log[logged:], ill)
        assert peak.growth < MOST_MEMORY, f"its memory was {peak.growth} bytes higher"
        assert_back(self._stack.resources, self._stack.calm)

    def _ask_ill(self, reasons: Mapping[str, str], ill: set[Illness]) -> None:
        answers = self._ask()
        self._assert_told(answers.samples, ill)
        self._assert_documents(answers, 503)
        checks = answers.detailed.json()["checks"]
        ill_checks = {name for name in COMPONENTS if checks[name]["status"] == "error"}
        assert ill_checks == {illness.component for illness in ill}, f"ill are said {ill_checks}"
        for name, reason in reasons.items():
            target = TARGETS[name]
            place = checks[target.component]
            shown = place["targets"][target.name] if target.name else place["parts"]["workers"]
            assert shown["reason"] == reason, f"{name} is shown as {shown}"
        self._assert_fresh(answers.samples, [name for name in self._watched if name not in reasons])

    def _ask_well(self) -> None:
        """One scrape, and all is as if nothing had been."""
        answers = self._ask()
        self._assert_told(answers.samples, set())
        self._assert_documents(answers, 200)
        self._assert_fresh(answers.samples, self._watched)

    def _ask(self) -> Answers:
        """Scrape and read both documents at once; all are answered inside the budget."""
        self._pulse.beat()
        exporter, header = self._stack.exporter, {_HEADER: str(BUDGET)}
        begun = time.monotonic()
        with ThreadPoolExecutor(3) as askers:
            pages = [
                askers.submit(exporter.get, "/metrics", header),
                askers.submit(exporter.get, "/health/"),
                askers.submit(exporter.get, "/health/detailed/"),
            ]
            metrics, short, detailed = (page.result() for page in pages)
        taken = time.monotonic() - begun
        assert taken < BUDGET, f"the answers took {taken:.1f} s of {BUDGET} s"
        assert metrics.status == 200, f"the scrape had {metrics.status}: {metrics.body!r}"
        return Answers(Samples.parse(metrics.body.decode()), short, detailed)

    def _assert_told(self, samples: Samples, ill: set[Illness]) -> None:
        """Who is ill is told with the right reason, and nobody else is."""
        told = illnesses(samples)
        assert told == ill, f"missing: {ill - told}, too much: {told - ill}"
        status = samples.labelled("django_health_check_status", "check")
        expected = broken_components(ill)
        assert {name: status[name] for name in COMPONENTS} == expected, f"{status}"
        for component, label in (
            ("database", "database"),
            ("cache", "cache"),
            ("http", "endpoint"),
        ):
            sick = {name for kind, name, _ in ill if kind == component}
            up = samples.labelled(f"django_health_{component}_up", label)
            assert up == {name: float(name not in sick) for name in up}, f"{component}: {up}"
            assert sick <= up.keys(), f"{component}: {up}, without {sick}"

    def _assert_documents(self, answers: Answers, status: int) -> None:
        """Both documents say the same, by their status too."""
        short, detailed = answers.short, answers.detailed
        given = (short.status, detailed.status)
        assert given == (status, status), f"they had {given}: {detailed.body!r}"
        is_healthy = short.json()["status"] != "unhealthy"
        assert is_healthy == (status == 200), f"{status} came with {short.body!r}"

    def _assert_fresh(self, samples: Samples, names: list[str]) -> None:
        """The figures of those who are well are of this scrape."""
        stale = self._pulse.stale(samples, names)
        assert not stale, f"not of this scrape: {stale}"

    def _await_ends(self) -> None:
        """Make sure that runs that overran their time end, though the fault goes on.

        Most are cut; those that wait for the resolver end with its patience.
        """
        deadline = time.monotonic() + PATIENCE
        while self._stack.exporter.scrape("?collect[]=system")(_STUCK):
            assert time.monotonic() < deadline, "a run does not end"
            time.sleep(0.05)


_HEADER = "X-Prometheus-Scrape-Timeout-Seconds"
