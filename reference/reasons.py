"""The page of the words that are the same everywhere: states, reasons, events, levels, codes."""

from __future__ import annotations

from enum import Enum

from django_health.alerting.telling import Event
from django_health.doctor.finding import Level
from django_health.failure import SENTENCES
from django_health.reports.documents import OVERALL
from django_health.reports.health_json import WORDS
from django_health.result import Reason, Status
from django_health.terminal.exit_codes import ExitCode
from mixin.rules.rule import Severity
from reference.markdown import code, inline, table
from reference.members import members_of
from reference.page import Page

_INTRODUCTION = """
Words of a closed list: in documents, in labels of metrics, in logs and in messages. No text of an
error is ever among them.
"""

_WORST = """
Of a check, from best to worst. The worst is that of the whole, in which an error of what is not
critical is a warning.
"""

_SENTENCE = "What is told where the check has no sentence of its own"


def _words(heading: str, about: str, kind: type[Enum], head: str) -> list[str]:
    rows = [[code(value), inline(text)] for value, text in members_of(kind).items()]
    return [f"## {heading}", about, table([head, "meaning"], rows)]


def _statuses() -> str:
    meanings = members_of(Status)
    rows = [
        [code(one), inline(meanings[one]), code(OVERALL[one]), code(WORDS[one])] for one in Status
    ]
    return table(["state", "meaning", "of the whole", "in `application/health+json`"], rows)


def _reasons() -> str:
    meanings = members_of(Reason)
    rows = [[code(one), inline(meanings[one]), SENTENCES[one]] for one in Reason]
    return table(["reason", "meaning", _SENTENCE.lower()], rows)


def _blocks() -> list[str]:
    return [
        _INTRODUCTION,
        "## States",
        _WORST,
        _statuses(),
        "## Reasons",
        "Why a check is not well: the label `reason`, and the key of that name in documents.",
        _reasons(),
        *_words("Events", "What a [channel](../alerting.md) is told.", Event, "event"),
        *_words("Findings", "Of [`doctor`](commands.md#doctor).", Level, "level"),
        *_words("Exit codes", "Of [`check`](commands.md#check).", ExitCode, "code"),
        *_words("Severities", "Of the [alerts](alerts.md) for Prometheus.", Severity, "severity"),
    ]


PAGE = Page(
    "reference/reasons.md",
    "States and reasons",
    "The words that stand in documents, labels and messages, and what each means",
    _blocks,
)
