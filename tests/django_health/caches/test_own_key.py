"""The key of a check, and its values."""

from __future__ import annotations

from django_health.caches.own_key import (
    MAX_KEY_BYTES,
    fresh_value,
    hit_rate,
    operation_figures,
    own_key,
)


def test_a_key_keeps_its_name_space() -> None:
    """Permissions by prefix hold for it."""
    assert own_key("shop:1:health").startswith(b"shop:1:health:")


def test_two_checks_never_share_a_key() -> None:
    """Two exporters that watch one cache cannot read each other's value."""
    assert len({own_key("shop:1:health") for _ in range(100)}) == 100


def test_a_long_key_is_cut_to_what_memcached_takes() -> None:
    """A long prefix keeps its random end."""
    first, second = own_key("p" * 300), own_key("p" * 300)
    assert len(first) == MAX_KEY_BYTES
    assert first != second


def test_every_value_is_new() -> None:
    """An old answer can never look right."""
    assert len({fresh_value() for _ in range(100)}) == 100


def test_operations_are_labelled() -> None:
    """Each operation is a sample of its own."""
    told = operation_figures({"set": 0.5, "get": 0.25}, "default", "a:1")
    assert [(m.value, m.labels) for m in told] == [
        (0.5, ("default", "a:1", "set")),
        (0.25, ("default", "a:1", "get")),
    ]


def test_the_hit_rate_is_unknown_without_reads() -> None:
    """A server that was never read has no hit rate, rather than one of 0."""
    assert hit_rate(0, 0) == {}
    assert hit_rate(1, 2) == {"hit_rate": 33.33}
