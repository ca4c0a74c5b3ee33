"""What a Prometheus scraped within minutes, told as if it had taken days."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from mixin_queries.server import RuledPrometheus

EACH = 1800
"""Seconds that each second becomes."""

STEP = 900
"""Seconds between the samples; what a scrape said holds until the next one."""

_SCRAPED = '{job="django",__name__=~"django_health_.+|up|process_.+",__name__!~".+:.+"}[1h]'


@dataclass(frozen=True, slots=True)
class Recorded:
    """A series.

    Attributes:
        labels: All of them, ``__name__`` too.
        values: When each was scraped, and what the daemon said, as Prometheus writes it.
    """

    labels: Mapping[str, str]
    values: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Tape:
    """All series that were scraped of the stand's own daemons.

    Attributes:
        series: They.
        start: When the first scrape was.
        end: When the last one was.
    """

    series: Sequence[Recorded]
    start: float
    end: float

    @classmethod
    def of(cls, server: RuledPrometheus) -> Self:
        """Take it from a Prometheus that has scraped them for less than an hour."""
        found = server.ask(f"/api/v1/query?{urlencode({'query': _SCRAPED})}")["result"]
        series = [
            Recorded(one["metric"], [(float(at), value) for at, value in one["values"]])
            for one in found
        ]
        times = [at for one in series for at, _ in one.values]
        return cls(series, min(times), max(times))

    @property
    def hours(self) -> int:
        """For how long it goes on when it is stretched."""
        return int((self.end - self.start) * EACH) // 3600

    def stretched(self, end: int) -> Iterator[str]:
        """Yield its lines in the format of OpenMetrics.

        Args:
            end: When it is to end.
        """
        for one in self.series:
            name = one.labels["__name__"]
            labels = ",".join(
                f"{label}={json.dumps(value, ensure_ascii=False)}"
                for label, value in one.labels.items()
                if label != "__name__"
            )
            for at, value in self._held(one):
                yield f"{name}{{{labels}}} {value} {end - at * STEP}\n"
        yield "# EOF\n"

    def _held(self, one: Recorded) -> Iterator[tuple[int, str]]:
        """The values of a series at each step before the end; where it was absent there is none."""
        places = [round((self.end - at) * EACH) // STEP for at, _ in one.values]
        for place, following, (_, value) in zip(
            places, [*places[1:], places[-1] - 1], one.values, strict=True
        ):
            longest = EACH // STEP * 2
            for step in range(place, max(following, place - longest), -1):
                if step >= 0:
                    yield step, value
