"""One kept connection to one target."""

from __future__ import annotations

from typing import NoReturn

import pytest

from django_health.connection import MAX_AGE, KeptConnection
from django_health.steps import Awaited, Steps, completed
from sample_checks import HandClock


class _BrokenError(Exception):
    """What a connection raises that was dead before it was used."""


class _Server:
    """Hands out numbered connections and remembers which are open."""

    def __init__(self) -> None:
        self.opened = 0
        self.open: set[int] = set()
        self.clock = HandClock()
        self.kept: KeptConnection[int] = KeptConnection(
            self._connect,
            self.open.remove,
            lambda error: isinstance(error, _BrokenError),
            clock=self.clock,
        )

    def _connect(self) -> int:
        self.opened += 1
        self.open.add(self.opened)
        return self.opened


@pytest.fixture
def server() -> _Server:
    """A server without a connection yet."""
    return _Server()


def _itself(connection: int) -> int:
    return connection


def _broken(_connection: int) -> NoReturn:
    raise _BrokenError


def _wrong(_connection: int) -> NoReturn:
    raise ValueError("wrong answer")


def test_nothing_is_opened_before_it_is_needed(server: _Server) -> None:
    """Making a check connects to nothing."""
    assert server.opened == 0
    assert server.kept.current is None


def test_count(server: _Server) -> None:
    """As many as are open now."""
    counts = [server.kept.count]
    server.kept.use(_itself)
    counts.append(server.kept.count)
    server.kept.close()
    assert [*counts, server.kept.count] == [0, 1, 0]


def test_connection_is_reused(server: _Server) -> None:
    """Run after run asks on the same connection."""
    assert [server.kept.use(_itself) for _ in range(3)] == [1, 1, 1]
    assert server.kept.current == 1


def test_connection_is_replaced_when_it_is_old(server: _Server) -> None:
    """Password and address are proved again after the highest age, and the old one is closed."""
    server.kept.use(_itself)
    server.clock.now += MAX_AGE - 0.001
    assert server.kept.use(_itself) == 1
    server.clock.now += 0.001
    assert server.kept.use(_itself) == 2
    assert server.open == {2}


def test_age_counts_from_the_opening_of_this_connection(server: _Server) -> None:
    """A replaced connection starts to age anew."""
    server.kept.use(_itself)
    server.clock.now += MAX_AGE
    server.kept.use(_itself)
    server.clock.now += MAX_AGE / 2
    assert server.kept.use(_itself) == 2


def test_dead_kept_connection_is_replaced_and_asked_at_once(server: _Server) -> None:
    """A server that restarted is well at the first request, not the second."""
    server.kept.use(_itself)

    def ask(connection: int) -> int:
        return _broken(connection) if connection == 1 else connection

    assert server.kept.use(ask) == 2
    assert server.open == {2}


def test_new_connection_that_breaks_is_not_asked_again(server: _Server) -> None:
    """The truth is what a new connection hears: there is no second try."""
    with pytest.raises(_BrokenError):
        server.kept.use(_broken)
    assert (server.opened, server.open) == (1, set())


def test_two_broken_connections_are_the_end(server: _Server) -> None:
    """After a kept one a new one is tried, and then no other."""
    server.kept.use(_itself)
    with pytest.raises(_BrokenError):
        server.kept.use(_broken)
    assert (server.opened, server.open) == (2, set())


def test_error_of_another_kind_is_not_asked_again(server: _Server) -> None:
    """A timeout or a wrong answer is the answer; the connection is given up all the same."""
    server.kept.use(_itself)
    with pytest.raises(ValueError, match="wrong answer"):
        server.kept.use(_wrong)
    assert (server.opened, server.open) == (1, set())
    assert server.kept.current is None


def test_connection_is_closed_even_for_an_exit(server: _Server) -> None:
    """What is not an Exception leaves no connection of unknown state behind."""

    def leave(_connection: int) -> NoReturn:
        raise SystemExit

    with pytest.raises(SystemExit):
        server.kept.use(leave)
    assert server.open == set()


def test_failed_opening_keeps_nothing(server: _Server) -> None:
    """The next run opens anew."""

    def refuse() -> NoReturn:
        raise ConnectionRefusedError

    kept: KeptConnection[int] = KeptConnection(refuse, server.open.remove, lambda _: True)
    with pytest.raises(ConnectionRefusedError):
        kept.use(_itself)
    assert kept.current is None


def test_close_gives_back_and_may_be_repeated(server: _Server) -> None:
    """Closing closes once, and a later run opens anew."""
    server.kept.use(_itself)
    server.kept.close()
    server.kept.close()
    assert server.open == set()
    assert server.kept.use(_itself) == 2


def test_connection_in_use_can_be_seen_from_outside(server: _Server) -> None:
    """A check that is told to end finds the connection to shut down."""
    assert server.kept.use(lambda connection: (connection, server.kept.current)) == (1, 1)


def test_a_pause_leaves_the_connection_as_it_is(server: _Server) -> None:
    """It is opened when the first step is taken, and the same one at the next run."""

    def ask(connection: int) -> Steps[int]:
        yield Awaited(0)
        return connection

    for _ in range(2):
        steps = server.kept.use_in_steps(ask)
        next(steps)
        assert server.open == {1}
        assert completed(steps) == 1


@pytest.mark.parametrize("is_late", [False, True])
def test_kept_connection_that_breaks_before_or_after_a_pause(
    server: _Server, is_late: bool
) -> None:
    """A new one is asked from the beginning; whatever else goes wrong is the end."""
    server.kept.use(_itself)

    def ask(connection: int) -> Steps[int]:
        if is_late:
            yield Awaited(0)
        return _broken(connection) if connection == 1 else connection

    assert completed(server.kept.use_in_steps(ask)) == 2
    assert server.open == {2}


@pytest.mark.parametrize("was_kept", [False, True])
def test_new_connection_that_breaks_in_steps_is_not_replaced(
    server: _Server, was_kept: bool
) -> None:
    """What a new one says is the truth, whether there was one before or not."""
    if was_kept:
        server.kept.use(_itself)
    asked: list[int] = []

    def ask(connection: int) -> Steps[int]:
        yield Awaited(0)
        asked.append(connection)
        assert len(asked) <= 2
        return _broken(connection)

    with pytest.raises(_BrokenError):
        completed(server.kept.use_in_steps(ask))
    assert asked == [1, 2][: 1 + was_kept]
    assert server.open == set()


def test_a_run_that_is_given_up_in_its_pause_closes_the_connection(server: _Server) -> None:
    """An answer to nobody may be on its way."""

    def ask(connection: int) -> Steps[int]:
        yield Awaited(0)
        return connection

    steps = server.kept.use_in_steps(ask)
    next(steps)
    steps.close()
    assert server.open == set()
