"""The ``HEALTH_*`` variables made from their grammar, and any other text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.health import HealthSettings, Threshold, with_environment
from django_health.settings.validation import InvalidDocument
from django_health.settings.variables import ENVIRONMENT
from drawn_inputs import SECRET, WORDS, mangled
from fuzzing.promises import refusing

DEFAULTS = HealthSettings()
NUMBERS = st.one_of(st.integers(1, 100), st.floats(0.01, 100).map(lambda number: round(number, 3)))
SPACES = st.sampled_from(["", " ", "  "])
LIMITS = {
    "HEALTH_CPU_THRESHOLD": "cpu",
    "HEALTH_MEMORY_THRESHOLD": "memory",
    "HEALTH_DISK_THRESHOLD": "disk",
}


@given(variable=st.sampled_from(list(LIMITS)), two=st.tuples(NUMBERS, NUMBERS), space=SPACES)
def test_two_levels_of_a_threshold(variable: str, two: tuple[float, float], space: str) -> None:
    """The first warns, the second is critical; with spaces or without."""
    low, high = sorted(two)
    settings = with_environment(DEFAULTS, {variable: f"{space}{low}{space}/{high}{space}"})
    assert getattr(settings.thresholds, LIMITS[variable]) == Threshold(low, high)
    if low < high:
        with pytest.raises(InvalidDocument, match=f"^{variable}: .*is above critical"):
            with_environment(DEFAULTS, {variable: f"{high:.3f}/{low:.3f}"})


@given(variable=st.sampled_from(list(LIMITS)), level=NUMBERS)
def test_one_level_is_the_warning(variable: str, level: float) -> None:
    """The critical one stays, and it may not be below."""
    before = getattr(DEFAULTS.thresholds, LIMITS[variable])
    if level <= before.critical:
        after = with_environment(DEFAULTS, {variable: str(level)}).thresholds
        assert getattr(after, LIMITS[variable]) == Threshold(level, before.critical)
    else:
        with pytest.raises(InvalidDocument, match=f"^{variable}: "):
            with_environment(DEFAULTS, {variable: str(level)})


@given(st.floats(0, 3600, exclude_min=True))
def test_seconds_are_kept(seconds: float) -> None:
    """As a number of any precision."""
    settings = with_environment(DEFAULTS, {"HEALTH_DB_TIMEOUT": repr(seconds)})
    assert settings.timeouts.database == seconds


@given(st.lists(WORDS, min_size=1, max_size=4), SPACES)
def test_a_list_is_divided_by_commas(words: list[str], space: str) -> None:
    """Spaces around the commas do not matter."""
    settings = with_environment(DEFAULTS, {"HEALTH_REQUIRED_ENV": f"{space},".join(words)})
    assert settings.required_env == words


@given(
    variable=st.sampled_from(list(ENVIRONMENT)),
    text=st.one_of(
        mangled(st.sampled_from(["80/95", "2.5", "true", "10.0.0.0/8,unix", "/health/"])),
        st.text(st.characters(exclude_characters="\0")),
        st.just(SECRET),
    ),
)
def test_any_other_text_is_refused_by_the_name_of_its_variable(variable: str, text: str) -> None:
    """In one line, which repeats the text only where it is a slip in a number or a word."""
    with refusing(InvalidDocument, start=variable):
        settings = with_environment(DEFAULTS, {variable: text})
        assert with_environment(settings, {variable: text}) == settings
