"""The history as a text in the format of OpenMetrics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grafana_history.figures import figures
from grafana_history.ground import Ground, Series
from grafana_history.span import Span
from grafana_history.story import FLEET, STORY

LASTING = (
    "_up",
    "_check_status",
    "_build_info",
    "_usage_ratio",
    "_check_duration_seconds",
    "_silenced_issues",
    "_last_save_timestamp_seconds",
)
"""Endings of the names of which there are days; of all others there are hours."""


@dataclass(frozen=True, slots=True)
class History:
    """What is to be written.

    Attributes:
        end: Unix time of its end.
        hours: For how long there is everything.
        days: For how long there is what lasts.
        spans: What goes wrong; nothing for a healthy one.
        step: Seconds between samples in the hours.
        wide: Seconds between samples before them; above 300 an instant query sees gaps.
    """

    end: int
    hours: float = 7
    days: float = 30
    spans: Sequence[Span] = STORY
    step: int = 60
    wide: int = 240

    def recent(self) -> Iterator[str]:
        """Return the lines of the last hours."""
        times = range(-int(self.hours * 3600), 1, self.step)
        for ground in self._grounds():
            for series in figures(ground):
                yield from _lines(ground, series, times)
        yield "# EOF\n"

    def lasting(self) -> Iterator[str]:
        """Return the lines of the days before."""
        times = range(-int(self.days * 86400), -int(self.hours * 3600), self.wide)
        for ground in self._grounds():
            for series in figures(ground):
                if series.name == "up" or series.name.endswith(LASTING):
                    yield from _lines(ground, series, times)
        yield "# EOF\n"

    def _grounds(self) -> Iterator[Ground]:
        for job, instance in FLEET:
            own = [span for span in self.spans if span.instance == instance]
            yield Ground(job, instance, self.end, own)


def _lines(ground: Ground, series: Series, times: Sequence[int]) -> Iterator[str]:
    labels = {"job": ground.job, "instance": ground.instance, **series.labels}
    told = ",".join(f'{label}="{value}"' for label, value in labels.items())
    head = f"{series.name}{{{told}}}"
    by_daemon = series.name != "up"
    for at in times:
        if not ground.is_target(at) or (by_daemon and not ground.runs(at)):
            continue
        if series.of is not None and not ground.answers(*series.of, at):
            continue
        value = series.shape(at)
        if value is not None:
            yield f"{head} {value!r} {ground.end + at}\n"
