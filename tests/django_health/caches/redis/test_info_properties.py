"""INFO of any server: held against a plain reading of its lines, whatever else is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.caches.redis.info import RedisInfo
from drawn_inputs import WORDS, mangled
from fuzzing import CORPUS

PREFIX = "django_health_cache_"
PLAIN = {
    "used_memory": "memory_used_bytes",
    "keyspace_hits": "hits_total",
    "keyspace_misses": "misses_total",
    "evicted_keys": "evictions_total",
    "expired_keys": "expired_keys_total",
    "connected_clients": "connected_clients",
    "blocked_clients": "blocked_clients",
    "maxclients": "max_clients",
    "rejected_connections": "rejected_connections_total",
    "connected_slaves": "replicas",
    "loading": "loading",
    "maxmemory": "memory_limit_bytes",
}
REAL = [
    path.read_text(encoding="utf-8")
    for path in sorted((CORPUS / "redis_info").iterdir())
    if path.name in ("7.0", "replica", "valkey", "dragonfly", "keydb")
]
FIELDS = st.dictionaries(st.sampled_from(list(PLAIN)), st.integers(1, 2**63), max_size=8)
OTHERS = st.dictionaries(
    WORDS.filter(lambda word: word not in PLAIN),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12),
    max_size=6,
)


def _values(text: str, database: int = 0) -> dict[str, float]:
    info = RedisInfo(text.replace("\n", "\r\n").encode(), database)
    measured = info.measurements("default", "server:1")
    return {family.name.removeprefix(PREFIX): value for family, value, _ in measured}


@given(fields=FIELDS, others=OTHERS, order=st.randoms(use_true_random=False))
def test_every_field_is_its_figure_wherever_it_stands(
    fields: dict[str, int], others: dict[str, str], order: object
) -> None:
    """Other fields, sections and the order do not matter; what is not there is not measured."""
    lines = [f"{name}:{value}" for name, value in fields.items()]
    lines += [f"x_{name}:{value}" for name, value in others.items()]
    lines.append("# Section")
    getattr(order, "shuffle")(lines)  # noqa: B009 - the type of the generator is not public
    values = _values("\n".join(["# Server", *lines, ""]))
    assert values == {PLAIN[name]: float(value) for name, value in fields.items()}


@given(
    database=st.integers(0, 20),
    keys=st.dictionaries(st.integers(0, 20), st.integers(0, 2**40), max_size=5),
)
def test_keys_are_those_of_the_database(database: int, keys: dict[int, int]) -> None:
    """One without keys has no line, and the number is matched as a whole."""
    lines = [f"db{number}:keys={count},expires=0,avg_ttl=0" for number, count in keys.items()]
    text = "\n".join(["# Keyspace", *lines, ""])
    assert _values(text, database) == {"keys": keys.get(database, 0)}


@pytest.mark.parametrize("text", REAL)
@given(data=st.data())
def test_a_real_answer_with_a_slip_gives_figures_or_none(text: str, data: st.DataObject) -> None:
    """No exception, no figure that is no number, and no label but those that are given."""
    info = RedisInfo(data.draw(mangled(st.just(text))).replace("\n", "\r\n").encode())
    for family, value, labels in info.measurements("default", "server:1"):
        assert value == value  # noqa: PLR0124 - it is not NaN
        assert labels[:2] == ("default", "server:1")
        assert len(labels) == len(family.labels)
    assert set(info.details()) <= {
        *("backend", "version", "role", "memory_used_bytes", "memory_limit_bytes", "hits"),
        *("misses", "keys", "connected_clients", "replication_link", "hit_rate"),
    }


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_without_figures(text: bytes) -> None:
    """Nothing that a server sends is an error of the reading itself."""
    info = RedisInfo(text)
    assert info.role in (None, "master", "replica")
    assert len(info.measurements("default", "server:1")) <= text.count(b"\n") + text.count(b":")


def test_the_real_answers_are_there() -> None:
    """The corpus was not moved away from under these tests."""
    assert len(REAL) == 5
    assert sum(len(_values(text)) > 10 for text in REAL) == 1
