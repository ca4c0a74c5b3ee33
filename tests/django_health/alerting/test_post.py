"""Posting to receivers that answer, and to those that hang, drip, refuse or lie."""

from __future__ import annotations

import itertools
import socket
import time
from pathlib import Path

import pytest

from alert_receivers import receiver
from django_health.alerting.channel import AlertError
from django_health.alerting.post import BODY_BYTES, Answer, Poster
from django_health.network.deadline import Deadline
from django_health.result import Reason
from endpoint_listeners import (
    CANARY,
    MARGIN,
    Talk,
    TalkListener,
    certified,
    dripping,
    leaving_nothing_open,
    saying,
)
from live_servers import SilentListener, free_port


def posted(url: str, seconds: float = 5.0, *, ca_file: str | None = None) -> Answer:
    """Post something small, and want the answer's body."""
    return Poster(url, None, ca_file).post(b"{}", Deadline(seconds), wants_body=True)


def failed(url: str, seconds: float = 5.0, *, ca_file: str | None = None) -> AlertError:
    """Why that did not succeed."""
    with pytest.raises(AlertError) as caught:
        posted(url, seconds, ca_file=ca_file)
    return caught.value


def test_a_body_arrives_with_its_headers() -> None:
    """Those given later count for more, in whatever case; path and query are kept."""
    with receiver((202, {"Retry-After": "5"}, b"said")) as there:
        poster = Poster(f"{there.url}/a/b?c=d", {"X-One": "1", "X-Two": "2"})
        answer = poster.post(b'{"a": 1}', Deadline(5.0), {"x-two": "3"}, wants_body=True)
    assert answer == Answer(202, "5", b"said")
    post = there.post
    assert (post.path, post.body) == ("/a/b?c=d", b'{"a": 1}')
    assert (post.headers["X-One"], post.headers["X-Two"]) == ("1", "3")
    assert post.headers["Content-Type"] == "application/json"
    assert post.headers["Host"] == f"localhost:{there.port}"
    assert post.headers["User-Agent"].startswith("django-health-exporter/")


def test_credentials_of_the_url_are_a_login() -> None:
    """As in every client of HTTP."""
    with receiver() as there:
        posted(there.url.replace("//", "//me:p%40ss@"))
    assert there.post.headers["Authorization"] == "Basic bWU6cEBzcw=="


def test_certificates_are_verified(tmp_path: Path) -> None:
    """With the given authority it is trusted, without it is not, and no message gets out."""
    certificate = certified(tmp_path)
    with leaving_nothing_open(), receiver(context=certificate.context) as there:
        assert posted(there.url, ca_file=certificate.authority).status == 200
        there.posts.clear()
        error = failed(there.url)
    assert (error.reason, there.posts) == (Reason.TLS, [])


def test_a_redirect_is_not_followed() -> None:
    """What is sent may hold secrets that are not for another host."""
    with receiver() as other, receiver((307, {"Location": other.url}, b"")) as there:
        assert posted(there.url).status == 307
    assert (len(there.posts), other.posts) == (1, [])


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver is the host of the URL."""
    with SilentListener() as proxy, receiver() as there:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "")
        assert posted(there.url).status == 200


HEAD = b"HTTP/1.1 200 OK\r\n"
DRIPS = {
    "status": (b"", b"H"),
    "headers": (HEAD, b"A: b\r\n"),
    "hints": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("kind", [*DRIPS, "silence"])
def test_who_hangs_or_drips_has_no_more_than_the_time(kind: str) -> None:
    """However regularly it drips."""
    with TalkListener(_silence if kind == "silence" else _dripping(kind)) as listener:
        begun = time.monotonic()
        error = failed(f"http://127.0.0.1:{listener.port}", 0.6)
    assert time.monotonic() - begun < MARGIN
    assert error.reason is Reason.TIMEOUT


def _dripping(kind: str) -> Talk:
    start, drop = DRIPS[kind]
    return dripping(start, itertools.repeat(drop, 600))


def _silence(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


def test_who_takes_nothing_has_no_more_than_the_time() -> None:
    """A body that nobody reads fills the buffers of both sides."""
    with SilentListener() as listener:
        poster = Poster(f"http://127.0.0.1:{listener.port}")
        with pytest.raises(AlertError) as caught:
            poster.post(bytes(64 * 1024 * 1024), Deadline(0.6))
    assert caught.value.reason is Reason.TIMEOUT


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", Reason.UNAVAILABLE),
        (b"220 mail.example ESMTP\r\n", Reason.WRONG_ANSWER),
        (b"HTTP/1.1 banana\r\n\r\n", Reason.WRONG_ANSWER),
        (HEAD + b"x" * 500_000, Reason.WRONG_ANSWER),
    ],
)
def test_nonsense_is_no_answer(said: bytes, reason: Reason) -> None:
    """It is told as what it is."""
    with TalkListener(saying(said)) as listener:
        assert failed(f"http://127.0.0.1:{listener.port}").reason is reason


def test_a_refusal_before_the_end_is_heard() -> None:
    """Of a body that is too long, which the server does not even read."""
    refusal = b"HTTP/1.1 413 Too large\r\nContent-Length: 0\r\n\r\n"
    with TalkListener(saying(refusal, listening=False)) as listener:
        poster = Poster(f"http://127.0.0.1:{listener.port}")
        try:
            status = poster.post(bytes(8 * 1024 * 1024), Deadline(5.0)).status
        except AlertError as error:  # what was said may be lost with the connection
            status = {Reason.UNAVAILABLE: 413}.get(error.reason, 0)
    assert status == 413


def test_nobody_there_is_refused_or_unknown() -> None:
    """Neither names a host."""
    assert failed(f"http://127.0.0.1:{free_port()}").reason is Reason.REFUSED
    error = failed("http://nobody.invalid")
    assert error.reason in {Reason.DNS, Reason.TIMEOUT}
    assert "nobody" not in str(error)


def test_of_a_long_body_the_beginning_is_read() -> None:
    """And what breaks off leaves the status what it is."""
    with receiver((200, {}, b"x" * 1_000_000)) as there:
        assert posted(there.url).body == b"x" * BODY_BYTES
    with receiver((200, {"Content-Length": "50"}, b"short")) as there:
        assert posted(there.url).status == 200
    drip = dripping(HEAD + b"Content-Length: 900\r\n\r\n", itertools.repeat(b"x", 600))
    with TalkListener(drip) as listener:
        assert posted(f"http://127.0.0.1:{listener.port}", 0.5).status == 200


@pytest.mark.parametrize("url", ["", "ftp://a", f"http://u:{CANARY}@:x", f"http://h/{CANARY} x"])
def test_a_url_that_cannot_be_used_is_an_error_without_it(url: str) -> None:
    """When it is given."""
    with pytest.raises(ValueError, match=r"^url ") as caught:
        Poster(url)
    assert CANARY not in str(caught.value)


def test_a_file_of_authorities_that_is_none(tmp_path: Path) -> None:
    """It is told when it is needed, and not tried again."""
    error = failed("https://127.0.0.1:1", ca_file=str(tmp_path / "none.pem"))
    assert (error.reason, error.retry) == (Reason.MISCONFIGURED, False)
