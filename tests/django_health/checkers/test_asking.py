"""What all checkers ask by."""

from __future__ import annotations

import pytest

from asking_applications import asking_checks
from django_health.caches.families import HITS
from django_health.checkers.asking import (
    Checker,
    count,
    detail,
    figure,
    require_alias,
    response_time,
    summaries,
    targets_of,
    word,
)
from django_health.errors import UnknownAliasError
from django_health.result import Status, Summary
from django_health.targets import SQLiteTarget
from sample_checks import Sample, result_of


def _summary(*hits: int, **more: object) -> Summary:
    return Summary(
        tuple(
            result_of("cache", "a", measurements=(HITS(value, "a", ""),), details=more)
            for value in hits
        )
    )


def test_given_application_is_asked() -> None:
    """And that of the process where none is given, as the tests of the application show."""
    with asking_checks([]) as asked:
        assert Checker(asked)._application() is asked


def test_targets_by_alias() -> None:
    """Of one component."""
    target = SQLiteTarget("a", "x", name="/x")
    with asking_checks([], [target]) as asked:
        assert targets_of(asked, "database") == {"a": [target]}
        assert targets_of(asked, "cache") == {}


def test_unknown_alias_is_an_error_with_the_valid_ones() -> None:
    """It is a lookup error too."""
    require_alias({"a": 1}, "a", "cache")
    with pytest.raises(UnknownAliasError, match=r"cache.* 'c': there are a, b") as caught:
        require_alias({"a": 1, "b": 2}, "c", "cache")
    assert isinstance(caught.value, LookupError)


def test_results_by_alias() -> None:
    """All of them or one; a component that is off has none."""
    a, b = Sample("cache", "a"), Sample("cache", "b")
    with asking_checks([a, b]) as asked:
        assert list(summaries(asked, "cache", "b")) == ["b"]
        assert a.runs == 0
        assert list(summaries(asked, "cache")) == ["a", "b"]
        assert summaries(asked, "database") == {}


@pytest.mark.parametrize("status", Status)
def test_status_is_a_word(status: Status) -> None:
    """What is off is skipped."""
    assert word(Summary((result_of("cache", status=status),))) == status.value
    assert word(None) == "skipped"


def test_what_was_not_asked_took_no_time() -> None:
    """Microseconds are enough."""
    assert response_time(Summary((result_of("cache", duration=0.12345678),))) == 0.123457
    assert response_time(Summary((result_of("cache", status=Status.SKIPPED),))) is None
    assert response_time(None) is None


def test_figures_are_sums_over_the_servers() -> None:
    """What nobody tells is ``None`` and not 0."""
    assert figure(_summary(2, 3), HITS) == 5
    assert count(_summary(2, 3), HITS) == 5
    assert isinstance(count(_summary(2), HITS), int)
    assert figure(Summary((result_of("cache"),)), HITS) is None
    assert count(None, HITS) is None


def test_detail_is_the_first_that_is_told() -> None:
    """By any server."""
    summary = Summary((result_of("cache"), result_of("cache", details={"backend": "redis"})))
    assert detail(summary, "backend") == "redis"
    assert detail(summary, "version") is None
    assert detail(None, "backend") is None
