"""Every value of a closed label that is asked for exists, so that a renamed one is noticed."""

from __future__ import annotations

import pytest

from named_metrics import (
    CLOSED,
    NOT_THERE,
    asked_values,
    golden_values,
    pages,
    values_that_are_not,
)

PAGES = pages()
ASKED = {(label, value) for path in PAGES for label, value, _ in asked_values(path, PAGES[path])}


@pytest.mark.parametrize("path", PAGES)
def test_values_exist(path: str) -> None:
    """Each is one that a daemon told, or is known for a reason."""
    assert sorted(set(values_that_are_not(path, PAGES[path], golden_values()))) == []


def test_each_closed_label_has_values() -> None:
    """None of them is called otherwise by now."""
    assert set(golden_values()) == CLOSED


@pytest.mark.parametrize("known", NOT_THERE, ids="=".join)
def test_reasons_are_needed(known: tuple[str, str]) -> None:
    """What is known without a daemon is asked for, and no daemon tells it."""
    label, value = known
    assert known in ASKED
    assert value not in golden_values()[label]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("state", "skipped"),
        ("state", "idle in transaction"),
        ("reason", "threshold"),
        ("finding", "mismatch"),
        ("engine", "sqlite"),
        ("resource", "disk"),
        ("level", "critical"),
        ("mode", "iowait"),
    ],
)
def test_renamed_value_is_noticed(label: str, value: str) -> None:
    """When a daemon calls it otherwise, pages that ask for it are found."""
    told = golden_values()
    renamed = dict(told) | {label: {*told[label], f"{value}_renamed"} - {value}}
    assert [path for path in PAGES if list(values_that_are_not(path, PAGES[path], renamed))]


@pytest.mark.parametrize(
    ("matcher", "found"),
    [
        ('state="okay"', 1),
        ('state!="okay"', 1),
        ('state=~"ok|okay|warnings"', 2),
        ('state!~"ok|okay"', 1),
        ('state="ok"', 0),
        ('state=~"o.+"', 0),
        ('state=~"$state"', 0),
        ('state=""', 0),
        ('database="okay"', 0),
    ],
)
def test_matchers(matcher: str, found: int) -> None:
    """However it is asked; not what a pattern or a variable may mean, nor what people name."""
    text = f"- expr: django_health_check_state{{{matcher}}}"
    assert len(list(values_that_are_not("deploy/a.yaml", text, golden_values()))) == found
