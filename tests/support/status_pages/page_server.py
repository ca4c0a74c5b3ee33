"""Serves a page on a port of its own, which can be changed while a browser looks at it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from django_health.page import Page


class PageServer:
    """A context manager that serves one page at ``/`` and counts how often it was asked.

    Args:
        page: What is answered.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.status = 200
        self.asked = 0
        self._held = threading.Event()
        self._held.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, and let go what is held."""
        self.end()

    def end(self) -> None:
        """Serve no more: nobody listens at the port from now on."""
        self._held.set()
        self._server.shutdown()
        self._server.server_close()

    def hold(self) -> None:
        """Answer nobody until it is told to."""
        self._held.clear()

    def release(self) -> None:
        """Answer again."""
        self._held.set()

    def wait(self) -> None:
        """Wait as long as nobody is answered."""
        self._held.wait()


def _handler_of(server: PageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers with the page."""

        def do_GET(self) -> None:
            """Answer."""
            if self.path.partition("?")[0] != "/":
                self.send_error(404)
                return
            server.asked += 1
            server.wait()
            page = server.page
            self.send_response(server.status)
            for name, text in page.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - it is called so
            """Say nothing."""

    return Handler
