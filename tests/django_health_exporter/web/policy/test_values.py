"""Go's durations, against a reading of their grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.values import count, seconds, truth

UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
PARTS = st.lists(
    st.tuples(st.integers(0, 1000), st.sampled_from(sorted(UNITS))), min_size=1, max_size=5
)


@given(parts=PARTS)
def test_durations_are_sums(parts: list[tuple[int, str]]) -> None:
    """Of amounts with a unit each, in any order."""
    text = "".join(f"{amount}{unit}" for amount, unit in parts)
    assert seconds(text, "x") == pytest.approx(sum(amount * UNITS[unit] for amount, unit in parts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("-0", 0), ("1m30s", 90), ("1.5h", 5400), (".5s", 0.5), ("1.s", 1), ("+3ms", 0.003)],
)
def test_durations(text: str, expected: float) -> None:
    """As ``time.ParseDuration`` takes them."""
    assert seconds(text, "x") == pytest.approx(expected)


@given(text=st.text(alphabet="0123456789.-+ numsµhd", max_size=12))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    """Nothing else happens, and none is negative."""
    try:
        assert seconds(text, "x") >= 0
    except InvalidDocument:
        return


@pytest.mark.parametrize("text", ["true", "True", "yes", "on", "Y"])
def test_true(text: str) -> None:
    """In YAML's words."""
    assert truth(text, "x", default=False)
    assert truth(None, "x", default=True)


@pytest.mark.parametrize("text", ["false", "FALSE", "no", "off", "n"])
def test_false(text: str) -> None:
    """In YAML's words."""
    assert not truth(text, "x", default=True)
    assert not truth(None, "x", default=False)


def test_counts() -> None:
    """Whole numbers in plain digits."""
    assert count("20", "x") == 20
    for text in ("", "1_0", "٣", "1e3", "9" * 5000):
        with pytest.raises(InvalidDocument, match=r"^x: is no whole number"):
            count(text, "x")
