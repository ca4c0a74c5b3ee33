from __future__ import annotations

import pytest

from django_health.host.window import Sample, UsageWindow, UsageWindows


def _sample(time: float, busy: float) -> Sample:
    return Sample(time, busy, time)


def test_first_sample_tells_nothing() -> None:
    """One look at a counter is no usage."""
    assert UsageWindow().usage(_sample(0, 5)) is None


def test_usage_is_the_share_since_the_previous_look() -> None:
    """Each look measures since the one before, when they are far enough apart."""
    window = UsageWindow()
    window.usage(_sample(0, 0))
    assert window.usage(_sample(10, 5)) == 0.5
    assert window.usage(_sample(20, 6)) == pytest.approx(0.1)


def test_several_scrapers_at_once_share_a_long_window() -> None:
    """A second look milliseconds after the first measures as far back as the first did."""
    window = UsageWindow()
    window.usage(_sample(0, 0))
    for start, busy in ((15.0, 3.0), (30.0, 12.0)):
        expected = (busy - (0 if start == 15 else 3)) / 15
        assert window.usage(_sample(start, busy)) == pytest.approx(expected)
        assert window.usage(_sample(start + 0.01, busy)) == pytest.approx(expected, abs=0.001)
        assert window.usage(_sample(start + 0.02, busy)) == pytest.approx(expected, abs=0.001)


def test_frequent_looks_still_move_the_window() -> None:
    """Looks each half second measure a window of one to two seconds, not all of the past."""
    window = UsageWindow()
    for step in range(20):
        window.usage(_sample(step / 2, 0))
    usage = window.usage(_sample(10, 2))
    assert usage is not None
    assert 1 <= usage <= 2


def test_short_window_is_absent() -> None:
    """Under a tenth of a second the figure would be noise, so there is none."""
    window = UsageWindow()
    window.usage(_sample(0, 0))
    assert window.usage(_sample(0.05, 0.05)) is None
    assert window.usage(_sample(0.2, 0.1)) == 0.5


def test_a_burst_is_told_and_does_not_last() -> None:
    """Busy for a scrape's interval is a usage; the lasting one is over half a minute."""
    windows = UsageWindows()
    windows.usage(_sample(0, 0))
    assert windows.usage(_sample(15, 0)) == (0.0, None)
    assert windows.usage(_sample(30, 15)) == (1.0, 0.5)
    now, lasting = windows.usage(_sample(45, 30))
    assert now == 1.0
    assert lasting == pytest.approx(30 / 45)


def test_what_lasts_is_judged_however_often_one_looks() -> None:
    """Looks each second neither hide nor shorten the half minute."""
    windows = UsageWindows()
    usages = [windows.usage(_sample(second, second)) for second in range(100)]
    assert [usage.lasting for usage in usages[:30]] == [None] * 30
    assert {usage.lasting for usage in usages[30:]} == {1.0}


@pytest.mark.parametrize("later", [Sample(10, 4, 20), Sample(10, 6, 10), Sample(10, 6, 9)])
def test_counter_that_went_back_is_absent(later: Sample) -> None:
    """Counters of another process group, or that stand still, give no usage."""
    window = UsageWindow()
    window.usage(Sample(0, 5, 10))
    assert window.usage(later) is None
