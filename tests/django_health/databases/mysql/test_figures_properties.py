"""The status of any server of MySQL's kind: each variable is its figure, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from django_health.databases.figures import Figures
from django_health.databases.mysql.figures import STATUS_NAMES, add_status

PREFIX = "django_health_database_"
PLAIN = {
    "Aborted_connects": "aborted_connects_total",
    "Com_commit": "commits_total",
    "Com_rollback": "rollbacks_total",
    "Innodb_deadlocks": "deadlocks_total",
    "Innodb_row_lock_waits": "row_lock_waits_total",
    "Slow_queries": "slow_queries_total",
}
NAMES = [name.decode() for name in STATUS_NAMES]
NUMBERS = st.integers(0, 2**64 - 1)
THREADS = st.integers(0, 2**50)


def _values(status: dict[str, str]) -> dict[tuple[str, ...], float]:
    figures = Figures("default")
    add_status(figures, {name.encode(): value.encode() for name, value in status.items()})
    return {
        (family.name.removeprefix(PREFIX), *labels[1:]): value
        for family, value, labels in figures.measurements
    }


@given(st.dictionaries(st.sampled_from(list(PLAIN)), NUMBERS))
def test_every_variable_is_its_figure(status: dict[str, int]) -> None:
    """One that the server does not have is left out."""
    found = _values({name: str(value) for name, value in status.items()})
    assert found == {(PLAIN[name],): float(value) for name, value in status.items()}


@given(
    data=st.integers(0, 2**40),
    dirty=st.integers(0, 2**40),
    free=st.integers(0, 2**40),
    size=st.sampled_from([4096, 16384]),
)
def test_the_states_of_pages_exclude_each_other(
    data: int, dirty: int, free: int, size: int
) -> None:
    """Clean is what is not dirty, and never below nothing."""
    prefix = "Innodb_buffer_pool_pages_"
    pages = {"data": data, "dirty": dirty, "free": free}
    status = {f"{prefix}{state}": str(count) for state, count in pages.items()}
    assert _values(status | {"Innodb_page_size": str(size)}) == {
        ("buffer_pool_bytes", "clean"): float(max(0, data - dirty) * size),
        ("buffer_pool_bytes", "dirty"): float(dirty * size),
        ("buffer_pool_bytes", "free"): float(free * size),
    }
    assert _values(status) == {}


@given(connected=THREADS, running=st.one_of(st.none(), THREADS))
def test_threads_are_active_or_idle(connected: int, running: int | None) -> None:
    """Together they are those that are connected."""
    status = {"Threads_connected": str(connected)}
    if running is not None:
        status["Threads_running"] = str(running)
    found = _values(status)
    states = [found["connections_by_state", state] for state in ("active", "idle")]
    assert min(states) >= 0
    assert sum(states) == float(connected) == found["connections",]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_any_text_is_a_number_or_no_figure(status: dict[str, str]) -> None:
    """No exception and nothing below 0, whatever the server says."""
    assert all(value >= 0 for value in _values(status).values())
