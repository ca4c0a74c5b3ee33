"""Counts and ids of what system checks found."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.checks import CheckMessage, Critical, Debug, Error, Info
from django.core.checks import Warning as Warned

from django_health.checks.configuration.issues import LEVELS, MOST_IDS, Issues
from django_health.failure import CheckFailed
from django_health.result import Reason

CANARY = "canary-Pässwörd"

pytestmark = pytest.mark.usefixtures("django_project")


def figures(issues: Issues) -> dict[str, float]:
    """The figures by level, and the silenced ones."""
    return {"".join(m.labels) or "silenced": m.value for m in issues.measurements()}


def test_nothing_found_is_told_as_zeros() -> None:
    """Every level has its series."""
    issues = Issues([])
    assert figures(issues) == dict.fromkeys((*LEVELS, "silenced"), 0)
    assert issues.details() == {"levels": {}, "ids": [], "silenced": 0}
    assert not issues.has_warnings


def test_findings_are_counted_by_level_and_named_by_id() -> None:
    """The gravest first, each id once, and never a text, a hint or an object."""
    kinds = (Debug, Info, Warned, Warned, Error, Critical)
    ids = ("a.D001", "a.I001", "b.W001", "b.W001", "c.E001", "d.C001")
    issues = Issues(
        kind(CANARY, hint=CANARY, obj=CANARY, id=i) for kind, i in zip(kinds, ids, strict=True)
    )
    details = issues.details()
    assert details["levels"] == {"critical": 1, "error": 1, "warning": 2, "info": 1, "debug": 1}
    assert details["ids"] == ["d.C001", "c.E001", "b.W001", "a.I001", "a.D001"]
    assert CANARY not in repr((details, issues.measurements()))


@pytest.mark.parametrize(
    ("level", "name"),
    [(0, "debug"), (25, "info"), (30, "warning"), (45, "error"), (99, "critical")],
)
def test_levels_of_a_projects_own_count_as_the_one_below(level: int, name: str) -> None:
    """The label has five values and no more."""
    assert dict(Issues([CheckMessage(level, CANARY)]).levels) == {name: 1}


def test_grave_findings_are_known() -> None:
    """A warning is none, and less than a warning is nothing."""
    assert not Issues([Info("")]).has_warnings
    warned = Issues([Warned("")])
    assert (warned.has_warnings, warned.has_errors) == (True, False)
    assert all(Issues([kind("")]).has_errors for kind in (Error, Critical))


def test_silenced_findings_are_counted_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``manage.py check`` counts them."""
    monkeypatch.setattr(settings, "SILENCED_SYSTEM_CHECKS", ["a.W001"])
    issues = Issues([Warned("", id="a.W001"), Warned("", id="a.W002")])
    assert issues.details() == {"levels": {"warning": 1}, "ids": ["a.W002"], "silenced": 1}
    assert (figures(issues)["warning"], figures(issues)["silenced"]) == (1, 1)


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ("security.W004", True),
        ("4_0.E001", True),
        ("my-app.sub.C12", True),
        (None, False),
        (CANARY, False),
        (f"app.W001 {CANARY}", False),
        ("app.W001\n", False),
        ("a" * 60 + ".W001", False),
        ("hunter2", False),
    ],
)
def test_an_id_is_told_if_it_looks_like_one(given: str | None, is_told: bool) -> None:
    """It is the project's text, and counted in any case."""
    issues = Issues([Error("", id=given)])
    assert issues.ids == ([given] if is_told else [])
    assert issues.levels["error"] == 1


def test_many_ids_are_cut_off() -> None:
    """An answer stays small."""
    details = Issues(Error("", id=f"app.E{number:03}") for number in range(MOST_IDS + 7)).details()
    assert details["ids"] == [f"app.E{number:03}" for number in range(MOST_IDS)]
    assert (details["ids_left_out"], details["levels"]) == (7, {"error": MOST_IDS + 7})


def test_what_is_no_message_is_a_wrong_answer() -> None:
    """A system check of the project may return anything."""
    with pytest.raises(CheckFailed) as caught:
        Issues([CANARY])
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert CANARY not in str(caught.value)
