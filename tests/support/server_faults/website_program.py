"""The program of the website: ``website_program.py HOST PORT [CERTIFICATE KEY]``."""

from __future__ import annotations

import base64
import os
import socket
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_GLANCE = 0.02
"""Seconds after which the server looks whether somebody has said something else."""


class Server(ThreadingHTTPServer):
    """Has as many places as the file ``places`` says; without it, enough for all.

    ``2 closed`` means that who comes as the third is let in and put out again, ``2 waiting`` that
    such a one is left in the backlog of the system, and knows nothing of it.
    """

    daemon_threads = True

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, Handler)
        self._taken = 0
        self._change = threading.Condition()

    def get_request(self) -> tuple[socket.socket, object]:
        """Take the next connection, as soon as there is a place or who has none is put out."""
        with self._change:
            while self._is_full("waiting"):
                self._change.wait(_GLANCE)
        return super().get_request()

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002
        """Whether there is a place."""
        return not self._is_full("closed")

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection its place, and serve it in a thread of its own."""
        self._count(1)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and take its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._change:
            self._taken += more
            self._change.notify_all()

    def _is_full(self, others: str) -> bool:
        try:
            places, _, what = Path("places").read_text(encoding="utf-8").partition(" ")
        except FileNotFoundError:
            return False
        return what == others and self._taken >= int(places)


class Handler(BaseHTTPRequestHandler):
    """Answers with the process id; the file ``password`` of the working folder locks it."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200 if self._is_let_in() else 401)
        self.send_header("X-Pid", str(os.getpid()))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _is_let_in(self) -> bool:
        try:
            password = Path("password").read_text(encoding="utf-8")
        except FileNotFoundError:
            return True
        login = base64.b64encode(f"watcher:{password}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {login}"


def main(host: str, port: str, *files: str) -> None:
    """Serve."""
    server = Server((host, int(port)))
    if files:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
        # The handshake belongs into the thread of its connection.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
