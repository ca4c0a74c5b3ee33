"""What Django's system checks found, as counts and ids: their texts may hold values of settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.core.checks import CRITICAL, ERROR, INFO, WARNING, CheckMessage

from django_health.checks.configuration.families import ISSUES, SILENCED_ISSUES
from django_health.failure import CheckFailed
from django_health.result import Measurement, Reason

LEVELS = ("debug", "info", "warning", "error", "critical")

MOST_IDS = 50
"""So many ids are told; the counts tell of all."""

_ID = re.compile(r"\w+(?:[.-]\w+)*\.[CEWID]\d{1,6}", re.ASCII)
_LONGEST_ID = 64


class Issues:
    """The findings of one run.

    Args:
        messages: What ``run_checks()`` returned.

    Attributes:
        levels: Findings by level, of the silenced ones none.
        ids: Their ids, each once, from the gravest level down. What does not look as Django wants
            an id to be (``app.W001``) is not among them, for it may be any text.
        silenced: Findings that ``SILENCED_SYSTEM_CHECKS`` silences.

    Raises:
        CheckFailed: A system check returned something else than messages.
    """

    def __init__(self, messages: Iterable[object]) -> None:
        heard = [_message(message) for message in messages]
        told = [message for message in heard if not message.is_silenced()]
        self.levels = Counter(_level(message.level) for message in told)
        self.silenced = len(heard) - len(told)
        ranked = sorted(told, key=lambda message: (-message.level, str(message.id)))
        self.ids = [i for i in dict.fromkeys(str(m.id) for m in ranked) if _is_id(i)]

    @property
    def has_errors(self) -> bool:
        """Whether a finding is so grave that Django refuses to run commands."""
        return bool(self.levels["error"] or self.levels["critical"])

    @property
    def has_warnings(self) -> bool:
        """Whether there is a warning or worse."""
        return bool(self.levels["warning"]) or self.has_errors

    def details(self) -> dict[str, object]:
        """The counts and ids for people."""
        levels = {level: self.levels[level] for level in reversed(LEVELS) if self.levels[level]}
        details: dict[str, object] = {"levels": levels, "ids": self.ids[:MOST_IDS]}
        if left_out := len(self.ids) - MOST_IDS:
            details |= {"ids_left_out": left_out} if left_out > 0 else {}
        return details | {"silenced": self.silenced}

    def measurements(self) -> tuple[Measurement, ...]:
        """The counts for Prometheus."""
        by_level = (ISSUES(self.levels[level], level) for level in LEVELS)
        return (*by_level, SILENCED_ISSUES(self.silenced))


def _message(message: object) -> CheckMessage:
    if isinstance(message, CheckMessage):
        return message
    raise CheckFailed(
        Reason.WRONG_ANSWER,
        "a system check of the project returned something else than Django's check messages",
    )


def _level(number: int) -> str:
    """The name of a level; those between Django's five belong to the one below."""
    limits = (INFO, WARNING, ERROR, CRITICAL)
    return LEVELS[sum(number >= limit for limit in limits)]


def _is_id(text: str) -> bool:
    return len(text) <= _LONGEST_ID and _ID.fullmatch(text) is not None
