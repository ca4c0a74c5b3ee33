"""The questions about the check's own item, and what the answers to them mean."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from pymemcache import exceptions

from django_health.caches.memcached.own_item import OwnItem
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import Allowance, BoundedSocket

VALUE = b"0123456789abcdef"
ITEM = OwnItem(b"key:1")
FOUND = b"VALUE key:1 0 16\r\n%b\r\nEND\r\n" % VALUE


@pytest.fixture
def ends() -> Iterator[tuple[BoundedSocket, socket.socket]]:
    """Our end of a connection, and the server's."""
    ours, theirs = socket.socketpair()
    with BoundedSocket(ours, Allowance()) as bounded, theirs:
        bounded.settimeout(5)
        yield bounded, theirs


def test_questions_are_those_of_the_protocol() -> None:
    """Set with a time to live, get and delete."""
    assert ITEM.set(VALUE) == b"set key:1 0 60 16\r\n%b\r\n" % VALUE
    assert (ITEM.get, ITEM.delete) == (b"get key:1\r\n", b"delete key:1\r\n")


@pytest.mark.parametrize("said", [b"STORED\r\n", b"NOT_STORED\r\n"])
def test_a_value_is_taken_or_dropped(
    ends: tuple[BoundedSocket, socket.socket], said: bytes
) -> None:
    """A server may do either; whether the value is there is asked next."""
    ends[1].sendall(said)
    ITEM.hear_set(ends[0])


@pytest.mark.parametrize("said", [b"DELETED\r\n", b"NOT_FOUND\r\n"])
def test_an_item_is_deleted_or_gone(ends: tuple[BoundedSocket, socket.socket], said: bytes) -> None:
    """Its time may be over, or the server may have wanted its place."""
    ends[1].sendall(said)
    ITEM.hear_delete(ends[0])


@pytest.mark.parametrize("cut", range(1, len(FOUND)))
def test_a_value_may_come_in_pieces(
    ends: tuple[BoundedSocket, socket.socket], cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is cut, it is the value only when all of it is there."""
    ours, _ = ends
    pieces = iter([FOUND[:cut], FOUND[cut:]])
    monkeypatch.setattr(ours, "recv", lambda _: next(pieces))
    ITEM.hear_get(ours, VALUE)
    assert list(pieces) == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"END\r\n", "the value just set was gone"),
        (FOUND.replace(b"f\r\n", b"e\r\n"), "another value came back"),
        (b"VALUE key:1 0 1\r\nx\r\nEND\r\n", "another value came back"),
    ],
)
def test_another_value_and_none_are_told_apart(
    ends: tuple[BoundedSocket, socket.socket], said: bytes, sentence: str
) -> None:
    """A value is compared as it came."""
    ends[1].sendall(said)
    with pytest.raises(CheckFailed, match=sentence):
        ITEM.hear_get(ends[0], VALUE)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"ERROR\r\n", exceptions.MemcacheUnknownCommandError),
        (b"CLIENT_ERROR bad data chunk\r\n", exceptions.MemcacheClientError),
        (b"SERVER_ERROR out of memory storing object\r\n", exceptions.MemcacheServerError),
        (b"STORED\r\nSTORED\r\n", exceptions.MemcacheUnknownError),
        (b"VALUE key:2 0 16\r\n", exceptions.MemcacheUnknownError),
    ],
)
def test_refusals_are_errors_of_pymemcache(
    ends: tuple[BoundedSocket, socket.socket], said: bytes, kind: type[Exception]
) -> None:
    """Of whichever question; a text of the server is in them, and stays there."""
    ours, theirs = ends
    hears = (ITEM.hear_set, lambda line: ITEM.hear_get(line, VALUE), ITEM.hear_delete)
    for hear in hears:
        theirs.sendall(said)
        with pytest.raises(kind):
            hear(ours)


@pytest.mark.parametrize("key", [b"my shop:1", b"a\nb", b"a\0b", b"k" * 251])
def test_a_key_that_is_none_is_not_asked_about(key: bytes) -> None:
    """The server would take it for several words, or for further questions."""
    with pytest.raises(exceptions.MemcacheIllegalInputError):
        OwnItem(key).set(VALUE)
