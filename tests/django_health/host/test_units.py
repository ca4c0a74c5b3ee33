from __future__ import annotations

from django_health.host.units import gibibytes, percent


def test_percent_has_one_decimal() -> None:
    """A ratio becomes percent with one decimal."""
    assert percent(0.78149) == 78.1


def test_gigabytes_are_gibibytes() -> None:
    """What is called GB counts 2**30 bytes, to two decimals."""
    assert gibibytes(2**30) == 1.0
    assert gibibytes(1_500_000_000) == 1.4
