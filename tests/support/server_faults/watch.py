"""One look at everything that the daemon answers, held against what it should say."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from live_exporter import Answer, Exporter, Samples

BUDGET = 5.0
"""Seconds that the scraper gives; what is watched gets a fraction of it."""

IDLE = "?collect[]=calm"
"""Asks nothing but what the daemon says of itself."""

LABELS = {"database": "database", "cache": "cache", "http": "endpoint", "storage": "storage"}
"""The components that have targets, and the label that names one."""

Ill = Mapping[str, str]
"""Targets that are not well with their reasons, as ``cache/default`` or ``celery/workers``."""


class Watch:
    """Asks one daemon and knows which targets it has.

    Args:
        exporter: The daemon.
        targets: All that it watches.

    Attributes:
        clock: Tells the Unix time as the daemon has it.
    """

    def __init__(self, exporter: Exporter, targets: frozenset[str]) -> None:
        self.exporter = exporter
        self.targets = targets
        self.clock: Callable[[], float] = time.time

    def expect(self, ill: Ill | None = None, warned: Ill | None = None) -> Samples:
        """Ask for the metrics and the documents, all at the same time.

        Args:
            ill: The targets that have to be down, with their reasons; all others have to be well
                and asked anew.
            warned: The targets that work and have to be warned of, with their reasons.

        Returns:
            The samples.
        """
        ill, warned = ill or {}, warned or {}
        assert set(ill) | set(warned) <= self.targets, self.targets
        self._wait_until_idle()
        began, asked_at = time.monotonic(), self.clock()
        with ThreadPoolExecutor() as askers:
            metrics = askers.submit(self.exporter.scrape, timeout=BUDGET)
            short = askers.submit(self.exporter.get, "/health/")
            detailed = askers.submit(self.exporter.get, "/health/detailed/")
        assert time.monotonic() - began < BUDGET
        self._expect_samples(metrics.result(), ill, warned, asked_at)
        self._expect_documents(short.result(), detailed.result(), ill, warned)
        return metrics.result()

    def _wait_until_idle(self) -> None:
        """Wait until no run hangs, which must not depend on the end of a fault.

        Whoever asks while a run is being ended is told what became of that one.
        """
        deadline = time.monotonic() + BUDGET
        while self.exporter.scrape(IDLE)("django_health_exporter_stuck_checks"):
            assert time.monotonic() < deadline, "a run does not end"
            time.sleep(0.01)

    def _expect_samples(self, samples: Samples, ill: Ill, warned: Ill, asked_at: float) -> None:
        told = {target: _reasons(samples, target) for target in self.targets}
        reasons = {**ill, **warned}
        assert told == {
            target: {reasons[target]} if target in reasons else set() for target in self.targets
        }, told
        ups = {target: _up(samples, target) for target in self.targets}
        assert ups == {target: float(target not in ill) for target in self.targets}, ups
        for target in self.targets - set(ill):
            success = _last_success(samples, target)
            assert asked_at - 0.001 <= success <= self.clock() + 0.001, f"{target} is not fresh"
        ages = samples.labelled("django_health_check_age_seconds", "check")
        ages = {target: ages[target.partition("/")[0]] for target in self.targets}
        assert not any(ages.values()), ages

    def _expect_documents(self, short: Answer, detailed: Answer, ill: Ill, warned: Ill) -> None:
        checks = detailed.json()["checks"]
        found = {target: _told(checks, target) for target in self.targets}
        told = {target: (one["status"], one.get("reason")) for target, one in found.items()}
        expected: dict[str, tuple[str, str | None]] = dict.fromkeys(self.targets, ("ok", None))
        expected |= {target: ("error", reason) for target, reason in ill.items()}
        expected |= {target: ("warning", reason) for target, reason in warned.items()}
        assert told == expected, told
        word = "unhealthy" if ill else "warning" if warned else "healthy"
        for answer in (short, detailed):
            assert b"canary" not in answer.body
            assert answer.status == (503 if ill else 200), answer.body
            assert answer.json()["status"] == word, answer.body


def _told(checks: Any, target: str) -> Any:
    component, _, name = target.partition("/")
    document = checks[component]
    return (document["targets"] if component in LABELS else document["parts"])[name]


def _up(samples: Samples, target: str) -> float | None:
    component, _, name = target.partition("/")
    if component not in LABELS:
        return samples("django_health_check_status", check=component)
    return samples(f"django_health_{component}_up", **{LABELS[component]: name})


def _last_success(samples: Samples, target: str) -> float:
    component, _, name = target.partition("/")
    family = f"django_health_{component}_last_success_timestamp_seconds"
    if component not in LABELS:
        family, told = "django_health_check_last_success_timestamp_seconds", {"check": component}
    else:
        told = {LABELS[component]: name}
    return samples(family, **told) or 0.0


def _reasons(samples: Samples, target: str) -> set[str]:
    component, _, name = target.partition("/")
    family, label, wanted = f"django_health_{component}_error", LABELS.get(component, ""), name
    if component not in LABELS:
        family, label, wanted = "django_health_check_error", "check", component
    return {
        dict(labels)["reason"]
        for (found, labels), value in samples.values.items()
        if found == family and value == 1 and dict(labels)[label] == wanted
    }
