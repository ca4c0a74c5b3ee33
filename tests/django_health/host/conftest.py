"""How the tests of the host look at an outcome."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from django_health.result import Outcome

Figures = Callable[[Outcome], dict[str, float]]


@pytest.fixture
def figures() -> Figures:
    """The measurements of an outcome by name, without the common prefix: ``swap_used_bytes``.

    Label values follow in braces: ``cpu_seconds_total{user}``.
    """

    def by_name(outcome: Outcome) -> dict[str, float]:
        found = {_name(m.family.name, m.labels): m.value for m in outcome.measurements}
        assert len(found) == len(outcome.measurements), "a series is there twice"
        return found

    return by_name


def _name(name: str, labels: tuple[str, ...]) -> str:
    short = name.removeprefix("django_health_").removeprefix("system_").removeprefix("container_")
    return f"{short}{{{','.join(labels)}}}" if labels else short
