"""What alerts are sent to in tests: receivers that answer as they are told, and what is sent."""

from __future__ import annotations

import pickle
import ssl
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from alert_channels import Post
from django_health.alerting.channel import AlertChannel, AlertError
from endpoint_listeners import CANARY

Said = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of an answer."""

FINE: Said = (200, {}, b'{"ok": true, "result": {}}')
"""Telegram wants such a body, and the others none."""


class Receiver:
    """A web server that keeps every POST, and answers each with the next of its answers.

    Args:
        context: Makes it speak TLS.
        answers: What it answers; the last one goes on.
    """

    def __init__(self, context: ssl.SSLContext | None, answers: tuple[Said, ...]) -> None:
        self.posts: list[Post] = []
        self.answers = list(answers or (FINE,))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http{'s' if context else ''}://localhost:{self.port}"

    @property
    def post(self) -> Post:
        """The only one that came."""
        (post,) = self.posts
        return post


@contextmanager
def receiver(*answers: Said, context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run one in a thread."""
    one = Receiver(context, answers)
    thread = threading.Thread(target=one.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield one
    finally:
        one.server.shutdown()
        thread.join()
        one.server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            receiver.posts.append(Post(self.path, dict(self.headers.items()), body))
            answers = receiver.answers
            status, headers, said = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            for name, value in {"Content-Length": str(len(said)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler


def alert(label: str = "database/default", event: str = "firing", **changes: Any) -> dict[str, Any]:
    """What the alerting says of a check."""
    check, target, part = (*label.split("/", 2), "", "")[:3]
    usual = {
        "check": check,
        "target": target,
        "part": part,
        "label": label,
        "status": "ok" if event == "resolved" else "error",
        "previous_status": "error" if event == "resolved" else "ok",
        "reason": None if event == "resolved" else "timeout",
        "message": "" if event == "resolved" else "no answer within 5 s",
        "critical": True,
        "event": event,
        "since": "2026-03-01T10:00:00Z",
        "started": "2026-03-01T09:00:00Z" if event == "resolved" else "2026-03-01T10:00:00Z",
        "fingerprint": "0123456789abcdef",
    }
    return usual | changes


def health_data(*alerts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What channels are given."""
    status = "unhealthy" if any(one["event"] != "resolved" for one in alerts) else "healthy"
    usual = {
        "status": status,
        "timestamp": "2026-03-01T10:20:00Z",
        "checks": {},
        "alerts": list(alerts),
        "source": {"instance": "web-1", "version": "1.2.3"},
    }
    return usual | changes


def undelivered(channel: AlertChannel, data: Mapping[str, Any] | None = None) -> AlertError:
    """Return why a channel does not deliver, which has to be without any secret."""
    with pytest.raises(AlertError) as caught:
        channel.send_alert(data or health_data(alert()))
    error = caught.value
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    shown = traceback.TracebackException.from_exception(error, capture_locals=True).format()
    assert CANARY not in f"{error} {error!r} {vars(error)} {''.join(shown)}"
    assert_hidden(channel)
    return error


def assert_hidden(channel: AlertChannel) -> None:
    """Make sure that a channel shows none of its secrets, nor when it is pickled."""
    assert CANARY not in f"{channel} {channel!r} {vars(channel)!r}"
    with suppress(TypeError):  # what holds a secret cannot be
        assert CANARY.encode() not in pickle.dumps(channel)
