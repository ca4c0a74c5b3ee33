"""Stats of any server: held against a plain reading of their lines, whatever else is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.caches.memcached.stats import MemcachedStats, values_of
from drawn_inputs import WORDS, mangled
from fuzzing import CORPUS

PREFIX = "django_health_cache_"
PLAIN = {
    "bytes": "memory_used_bytes",
    "limit_maxbytes": "memory_limit_bytes",
    "get_hits": "hits_total",
    "get_misses": "misses_total",
    "evictions": "evictions_total",
    "reclaimed": "expired_keys_total",
    "curr_items": "keys",
    "curr_connections": "connected_clients",
    "max_connections": "max_clients",
    "rejected_connections": "rejected_connections_total",
}
REAL = (CORPUS / "memcached_stats" / "1.6").read_text(encoding="utf-8")


def _values(text: str) -> dict[str, float]:
    stats = MemcachedStats(text.replace("\n", "\r\n").encode())
    measured = stats.measurements("default", "server:1")
    return {family.name.removeprefix(PREFIX): value for family, value, _ in measured}


@given(
    fields=st.dictionaries(st.sampled_from(list(PLAIN)), st.integers(1, 2**63)),
    others=st.dictionaries(WORDS, st.integers()),
)
def test_every_line_is_its_figure(fields: dict[str, int], others: dict[str, int]) -> None:
    """Other lines do not matter; what is not there is not measured."""
    lines = [f"STAT x_{name} {value}" for name, value in others.items()]
    lines += [f"STAT {name} {value}" for name, value in fields.items()]
    found = _values("\n".join([*lines, "END", ""]))
    assert found == {PLAIN[name]: float(value) for name, value in fields.items()}


@given(clock=st.integers(0, 2**40), uptime=st.integers(0, 2**40))
def test_the_start_is_the_clock_less_the_uptime(clock: int, uptime: int) -> None:
    """Both are the server's own."""
    found = _values(f"STAT time {clock}\nSTAT uptime {uptime}\nEND\n")
    assert found == {"start_timestamp_seconds": float(clock - uptime)}


@given(mangled(st.just(REAL)))
def test_a_real_answer_with_a_slip_gives_figures_or_none(text: str) -> None:
    """No exception and no figure that is no number."""
    for name, value in _values(text).items():
        assert name
        assert value == value  # noqa: PLR0124 - it is not NaN


@given(st.dictionaries(WORDS, st.text(st.characters(codec="utf-8", exclude_characters="\r\n"))))
def test_names_and_values_are_as_they_were_written(values: dict[str, str]) -> None:
    """A value is all that follows the name."""
    text = "".join(f"STAT {name} {value}\r\n" for name, value in values.items()) + "END\r\n"
    assert values_of(text.encode()) == values


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_without_figures(text: bytes) -> None:
    """Nothing that a server sends is an error of the reading itself."""
    assert len(MemcachedStats(text).measurements("default", "server:1")) <= text.count(b"STAT ")
