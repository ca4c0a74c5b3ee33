"""The figures of channels."""

from __future__ import annotations

from django_health.alerting.counts import ChannelCounts, Counts


def test_figures_go_on() -> None:
    """Whoever asks for a channel has the same ones."""
    counts = Counts()
    counts.of("mail").sent += 1
    counts.of("mail").sent += 1
    assert counts.present() == {"mail": ChannelCounts(sent=2)}
