"""What the dashboards of databases and of caches have in common: what state each is in, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import stat, statetimeline, timeseries
from grafana_foundation_sdk.builders.common import VizLegendOptions
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.common import (
    LegendDisplayMode,
    LegendPlacement,
)
from grafana_foundation_sdk.models.dashboard import Threshold, ThresholdsMode

from mixin.dashboards.alerted import critical, untold
from mixin.dashboards.board import Row
from mixin.dashboards.links import HOST, OVERVIEW, to
from mixin.dashboards.looks import GREEN, ORANGE, RED, STATES, YELLOW, steps, words
from mixin.dashboards.panels import Line, Panel, timeline, words_of
from mixin.dashboards.queries import now, over_time, select
from mixin.dashboards.reach import SILENT

DOWN, UNASKED, WARNS, WELL = 0, 1, 2, 3
"""States, as ``looks.STATES`` has the words for them."""


NO_ANSWER = Line(f"{UNASKED} + 0 * max by (instance) ({SILENT})", "{{instance}}: no exporter")
"""The first line of what is wrong: an exporter that is silent hides all that it watches."""


def state_colours() -> ThresholdsConfig:
    """Return the colours of the states."""
    found = [Threshold(None, RED), Threshold(UNASKED, ORANGE)]
    found += [Threshold(WARNS, YELLOW), Threshold(WELL, GREEN)]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(found)


def worst_first(
    title: str, panels: Sequence[Panel], *, low: Collection[str] = (), collapsed: bool = False
) -> Row:
    """Return a row whose graphs name first what is worst now.

    Args:
        title: Its title.
        panels: From left to right and down.
        low: Titles of the graphs in which the least value is the worst.
        collapsed: Whether it is closed at first.
    """
    for panel in panels:
        if isinstance(panel, timeseries.Panel):
            is_low = panel.build().title in low
            panel.legend(
                VizLegendOptions()
                .display_mode(LegendDisplayMode.TABLE)
                .placement(LegendPlacement.BOTTOM)
                .show_legend(True)
                .calcs(["lastNotNull", "min" if is_low else "max"])
                .sort_by("Last *")
                .sort_desc(not is_low)
            )
    return Row(title, panels, collapsed)


def unasked(known: str) -> str:
    """Return the state of what was known before its exporter fell silent."""
    return f"{UNASKED} + 0 * last_over_time({known}[1d]) and on (job, instance) ({SILENT})"


@dataclass(frozen=True)
class Kind:
    """What a dashboard is about.

    Attributes:
        label: Of its metrics, which names one of them: ``database``.
        many: More than one of them.
    """

    label: str
    many: str

    @property
    def each(self) -> str:
        """The labels that tell one from all others."""
        return f"job, instance, {self.label}"

    def figure(self, name: str, **matchers: str) -> str:
        """Return a selector of one of its metrics, by the end of its name."""
        return select(f"django_health_{self.label}_{name}", self.label, **matchers)

    def states(self) -> str:
        """Return the state of each."""
        up, errors = (f"max by ({self.each}) ({self.figure(name)})" for name in ("up", "error"))
        return f"{WELL} * {up} - ({errors} * {up} or 0 * {up}) or {unasked(self.figure('up'))}"

    def verdict(self) -> stat.Panel:
        """Return a panel that names what does not work, in the colour of its state."""
        one = f"job, {self.label}, reason"
        up, error = self.figure("up"), self.figure("error")
        down, warns = (
            f"{state} + 0 * max by ({one}) ({error} and on ({self.each}) {up} == {works})"
            for state, works in ((DOWN, 0), (WARNS, 1))
        )
        down += f" or on (job, {self.label}) max by (job, {self.label}) ({up} == 0)"
        alerts = critical(f'component="{self.label}"', f'{self.label}=~"$alias|"')
        # Whichever is chosen: an alert about the whole check does not tell which of them it is.
        told = f"{select(f'django_health_{self.label}_up')} == 0"
        waking = f"max by (job, {self.label}, alert) ({untold(alerts, self.label, told)})"
        ill = f"count({up} == 0) or count({error}) or count({SILENT}) or count({waking})"
        named = f"{{{{job}}}} {{{{{self.label}}}}}: {{{{reason}}}}"
        nothing = f"no {self.label} is watched"
        return words_of(
            "What is wrong",
            f"Red: {self.many} that do not work, with the reason, and other critical alerts that "
            "fire: their pages say what to do. Yellow: those that work and are not well. Orange: "
            "exporters that cannot be scraped, so that nothing is known. Begin with the reason: "
            "refused and timeout are about server and network, auth and permission about the user.",
            now(f"{WELL} + 0 * count({up}) unless on () ({ill})", f"all {self.many} work"),
            # In words: a panel of names would be blank.
            now(f"vector({UNASKED}) unless on () (count({up}) or {ill})", nothing),
            lines=[
                NO_ANSWER,
                Line(f"{DOWN} * {waking}", f"{{{{job}}}}: {{{{alert}}}} {{{{{self.label}}}}}"),
                Line(down, named),
                Line(f"{warns} unless on (job, {self.label}) {waking}", named, warns=True),
            ],
            colours=state_colours(),
            links=[
                to(OVERVIEW, "Overview", alias=f"${{__field.labels.{self.label}}}"),
                to(HOST, "The hosts"),
            ],
            width=8,
            height=8,
            none=nothing,
        )

    def history(self, states: str, legend: str, height: int = 12) -> statetimeline.Panel:
        """Return a panel of states over time.

        Args:
            states: Of whom.
            legend: How each is called.
            height: In rows of the grid; twenty lines, which Grafana shows at once, need twelve.
        """
        return timeline(
            "States over time",
            f"Since when, and whether it comes and goes. All {self.many} of one host red at once "
            "point at its network; one that is red on all hosts points at the server.",
            over_time(states, legend),
            meanings=[STATES],
            colours=state_colours(),
            links=[to(OVERVIEW, "Overview", alias=f"${{__field.labels.{self.label}}}")],
            height=height,
        ).no_value(f"no {self.label} is watched")

    def reasons(self, height: int = 5) -> statetimeline.Panel:
        """Return a panel of the reasons over time."""
        one, error = f"{self.each}, reason", self.figure("error")
        before = f"0 * max by ({one}) (last_over_time({error}[$__range]))"
        return timeline(
            "Reasons over time",
            "Why something was not well, and for how long; empty while all is well. The overview "
            "has the same of everything else: look there for what failed at the same time.",
            over_time(
                f"max by ({one}) ({error}) or {before}",
                f"{{{{instance}}}} {{{{{self.label}}}}}: {{{{reason}}}}",
            ),
            meanings=[words({0: ("over", "transparent"), 1: ("not well", RED)})],
            colours=steps(critical=1),
            links=[to(OVERVIEW, "Overview", alias=f"${{__field.labels.{self.label}}}")],
            height=height,
        ).no_value("nothing was wrong")
