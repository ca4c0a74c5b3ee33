"""Which checks are meant by what people call them."""

from __future__ import annotations

import pytest

from django_health.engine import UnknownCheckError
from django_health.terminal.selection import chosen_checks, is_named
from sample_checks import Sample

CHECKS = (
    Sample("database", "default"),
    Sample("database", "defaults"),
    Sample("cache", "default", "one:6379"),
    Sample("cache", "default", "two:6379"),
    Sample("system", part="disk"),
)


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        ([], [check.label for check in CHECKS]),
        (["database"], ["database/default", "database/defaults"]),
        (["database/default"], ["database/default"]),
        (["database/"], ["database/default", "database/defaults"]),
        (["cache/default"], ["cache/default/one:6379", "cache/default/two:6379"]),
        (["cache/default/two:6379"], ["cache/default/two:6379"]),
        (["system/disk", "database/defaults"], ["database/defaults", "system/disk"]),
    ],
)
def test_a_label_is_meant_by_its_beginning(names: list[str], labels: list[str]) -> None:
    """In steps between slashes, and in the order of the checks."""
    assert [check.label for check in chosen_checks(CHECKS, names)] == labels


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("databse", "did you mean 'database'? There are cache, database, system"),
        ("x", "there are cache, database, system"),
        (
            "cache/other",
            "there are cache/default, cache/default/one:6379, cache/default/two:6379",
        ),
        ("database/defalts", "did you mean 'database/defaults'?"),
    ],
)
def test_an_unknown_name_is_told_with_what_may_have_been_meant(name: str, hint: str) -> None:
    """Of the component, if that is right, and no more than that: there may be a thousand."""
    with pytest.raises(UnknownCheckError) as raised:
        chosen_checks(CHECKS, ["system", name])
    assert str(raised.value).startswith(f"unknown check {name!r}, {hint}")


def test_an_empty_name_is_told() -> None:
    """It comes from a variable that is not set, and means nothing."""
    with pytest.raises(UnknownCheckError, match=r"^a name is empty, there are cache, database"):
        chosen_checks(CHECKS, [""])


def test_is_named() -> None:
    """By any of the names."""
    assert is_named(CHECKS[0], ["cache", "database"])
    assert not is_named(CHECKS[0], ["data", "database/def"])
