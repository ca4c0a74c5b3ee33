"""The program of the website: ``website_program.py HOST PORT [CERTIFICATE KEY]``."""

from __future__ import annotations

import base64
import os
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


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
    server = ThreadingHTTPServer((host, int(port)), Handler)
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
