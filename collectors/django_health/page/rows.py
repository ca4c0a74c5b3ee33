"""One check on the page: its state, why, how long it took, its age, and what it measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2s

from django_health.history import History
from django_health.json_ready import json_ready, one_line
from django_health.page.bars import Bar, bars_of
from django_health.page.figures import Figure, figures_of, privileges_of
from django_health.page.links import PageLinks
from django_health.page.past import Past, past_of
from django_health.page.pending import WORD
from django_health.page.runbooks import runbook_of
from django_health.page.words import clock, duration, moment
from django_health.result import CheckResult, Report, Status
from django_health.settings import HealthSettings

NAME = 120
"""Characters after which a name is cut."""

MESSAGE = 500
"""Characters after which a sentence is cut."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Row:
    """A check as the page shows it.

    Attributes:
        key: What it is called by links and by the script; the same at each refresh.
        name: Its place inside the component.
        label: Its whole place.
        status: How it ended.
        word: The same for people; a check that has not answered has another one.
        reason: Why it is not well, as a word; empty when it is.
        message: The sentence for people.
        latency: How long it took.
        age: How long ago that was; empty for an answer to this very request.
        worked: When it last worked, in words, for one that does not; else empty.
        is_critical: Whether an error of it makes the whole unhealthy.
        runbook: The name of the page that helps; empty for a check that is well.
        runbook_link: Where that is; empty if nobody said.
        past: Its last hours.
        bars: What is in use.
        figures: What it measured.
        privileges: What it lacks to tell more.
    """

    key: str
    name: str
    label: str
    status: Status
    word: str
    reason: str
    message: str
    latency: str
    age: str
    worked: str
    is_critical: bool
    runbook: str
    runbook_link: str
    past: Past
    bars: tuple[Bar, ...]
    figures: tuple[Figure, ...]
    privileges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are made with."""

    report: Report
    history: History
    links: PageLinks
    settings: HealthSettings

    def row(self, result: CheckResult) -> Row:
        """Return a check as it is shown; credentials in its texts are stars."""
        outcome = replace(result.outcome, details=json_ready(result.outcome.details))
        result = replace(result, outcome=outcome)
        runbook = runbook_of(result)
        return Row(
            key=key_of(result.label),
            name=name_of(result),
            label=one_line(result.label, NAME),
            status=result.status,
            word=str(result.status) if result.answered else WORD,
            reason=(outcome.reason or "").replace("_", " "),
            message=one_line(outcome.message, MESSAGE),
            latency=duration(result.duration),
            age=age_of(self.report, result),
            worked=self._worked(result),
            is_critical=result.critical,
            runbook=runbook,
            runbook_link=self.links.runbook(runbook) if runbook else "",
            past=self._past(result),
            bars=bars_of(result, self.settings),
            figures=figures_of(result),
            privileges=privileges_of(outcome.details),
        )

    def _past(self, result: CheckResult) -> Past:
        now = self.report.created
        return past_of(self.history.past(result, now), self.history.step, now)

    def _worked(self, result: CheckResult) -> str:
        if result.status is not Status.ERROR:
            return ""
        last = result.last_success
        if last is None:
            return "has not worked since the start"
        ago = max(0.0, self.report.created - last)
        when = moment(last) if ago > _DAY else clock(last)
        return f"last worked at {when} UTC, {duration(ago)} ago"


def key_of(label: str) -> str:
    """Return a short name for a place that is fit for the address of a page."""
    return f"c{blake2s(label.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def name_of(result: CheckResult) -> str:
    """Return what a check is called inside its component."""
    inside = "/".join(filter(None, (result.target, result.part)))
    return one_line(inside or result.name, NAME)


def age_of(report: Report, result: CheckResult) -> str:
    """Return how old a kept answer is; empty for one of this very request."""
    return duration(report.age(result)) if report.is_kept(result) else ""
