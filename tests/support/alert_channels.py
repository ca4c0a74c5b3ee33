"""What stands for the chats, the pager and the mailbox to which Alertmanager sends."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session

from mail_server import MailServer

T = TypeVar("T")


class Post(NamedTuple):
    """A request that somebody sent."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The body as JSON."""
        document: dict[str, Any] = json.loads(self.body)
        return document


class PostOffice:
    """A web server that takes every POST, and keeps it."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.posts))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def to(self, path: str) -> list[Post]:
        """Return what came to the paths that begin so."""
        return [post for post in self.posts if post.path.startswith(path)]


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run one in a thread."""
    office = PostOffice()
    thread = threading.Thread(target=office.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield office
    finally:
        office.server.shutdown()
        thread.join()
        office.server.server_close()


def _handler(posts: list[Post]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            posts.append(Post(self.path, dict(self.headers.items()), body))
            # Slack and Telegram say more of it, and this is what Alertmanager looks at.
            answer = b'{"ok": true, "result": {"message_id": 1, "chat": {"id": 1}}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler


class Mailbox(MailServer):
    """A mail server that keeps the mails."""

    mails: list[EmailMessage]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.mails = []

    def _session(self) -> SMTP:
        session = super()._session()
        # Alertmanager prefers LOGIN, and does not know how this server asks for the name.
        del session._auth_methods["LOGIN"]
        return session

    async def handle_MAIL(self, *arguments: Any) -> str:  # noqa: N802 - as the base class
        """Begin a mail."""
        envelope: Envelope = arguments[2]
        envelope.mail_from = arguments[3]
        return await super().handle_MAIL(*arguments)

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail."""
        content = envelope.original_content or b""
        mail = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        self.mails.append(mail)
        return "250 OK"


def eventually(ask: Callable[[], T], timeout: float = 30.0) -> T:
    """Return the first answer that is true."""
    deadline = time.monotonic() + timeout
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing came within {timeout} seconds")
        time.sleep(0.05)
    return answer
