"""What people may want of the thresholds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health_exporter.bundled.thresholds import ThresholdError, chosen, offered, written


def test_the_defaults() -> None:
    """Where nobody wants anything else."""
    assert chosen([]) == {name: one.default for name, one in offered().items()}


def test_what_is_wanted() -> None:
    """Names in any letters, numbers as people write them; the others stay."""
    numbers = chosen(["CONNECTIONS_WARNING=.7", " queue_length = 1e3", "deadlocks=+2."])
    changed = {name: n for name, n in numbers.items() if n != offered()[name].default}
    assert changed == {"connections_warning": 0.7, "queue_length": 1000, "deadlocks": 2}


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (["conections_warning=0.7"], "'conections_warning' is no threshold, did you mean 'connec"),
        (["zzz=1"], "'zzz' is no threshold: --list-thresholds names them"),
        (["postgres://u:canary@h=1"], "there is no such threshold: --list-thresholds"),
        (["=1"], "there is no such threshold"),
        (["cpu_warning=0.9"], "what each exporter is configured to ('thresholds:' of its file)"),
        (["disk=0.9"], "which rules and dashboards follow by themselves"),
        (["memory_critical"], "memory_critical: usage of CPU"),
        (["queue_length"], "a number is expected, as in queue_length=100"),
        (["queue_length=many"], "a number is expected, as in queue_length=100"),
        (["queue_length=1_000"], "a number is expected"),
        (["queue_length=nan"], "a number is expected"),
        (["queue_length=1e999"], "12 digits at most"),
        (["queue_length=1.0000000000001"], "12 digits at most"),
        (["queue_length=0"], "queue_length: 0 cannot be, it is more than 0"),
        (["queue_length=-5"], "queue_length: -5 cannot be, it is more than 0"),
        (["connections_warning=80"], "80 cannot be, it is 1 at most as a share (0.8 is 80 %)"),
        (["objective=1"], "it is 0.99999 at most"),
        (["slower_than_before=1"], "it is more than 1"),
        (["queue_length=1", "queue_length=2"], "queue_length stands twice: keep one"),
        (
            ["connections_warning=0.97"],
            "connections_warning 0.97 is above connections_critical 0.95: give both",
        ),
        (["wal_huge=1000"], "wal_size 67108864 is above wal_huge 1000: give both"),
    ],
)
def test_what_cannot_be(wanted: list[str], told: str) -> None:
    """A line that names the threshold, and what to do."""
    with pytest.raises(ThresholdError) as raised:
        chosen(wanted)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "canary" not in str(raised.value)


def test_both_levels_may_be_moved_together() -> None:
    """Each beyond the other's default."""
    numbers = chosen(["connections_warning=0.97", "connections_critical=0.99"])
    assert numbers["connections_warning"] == 0.97


@given(st.floats(1e-9, 1e15).map(written))
def test_a_number_is_written_as_it_was_given(text: str) -> None:
    """Nothing of it is lost on its way into the rules."""
    assert written(chosen([f"deadlocks={text}"])["deadlocks"]) == text


@given(st.text(max_size=40))
def test_whatever_is_given(text: str) -> None:
    """It is understood, or told in one line."""
    try:
        numbers = chosen([text])
    except ThresholdError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - some are understood
    else:
        assert numbers.keys() == offered().keys()
