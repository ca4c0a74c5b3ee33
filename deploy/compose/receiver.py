"""Prints what Alertmanager sends: who would be told of what. Stands for a pager and a chat."""

import json
import sys
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LIMIT = 1_000_000
"""Bytes of a message that are read; Alertmanager's are much shorter."""

LABELS = (
    "instance",
    "check",
    "database",
    "cache",
    "endpoint",
    "storage",
    "query",
    "queue",
    "target",
)
"""What tells one alert of a kind from the others."""


def lines(receiver: str, message: dict[str, object]) -> Iterator[str]:
    """Tell each alert of a message in a line.

    Args:
        receiver: To whom it goes: the path of the address.
        message: The body of Alertmanager's webhook, version 4.
    """
    alerts = message.get("alerts")
    for alert in alerts if isinstance(alerts, list) else []:
        labels = alert["labels"]
        place = " ".join(f"{name}={labels[name]}" for name in LABELS if labels.get(name))
        summary = alert.get("annotations", {}).get("summary", "")
        words = [alert["status"].upper(), labels.get("severity", ""), labels["alertname"], place]
        yield f"{receiver}: {' '.join(filter(None, words))}: {summary}"


class Handler(BaseHTTPRequestHandler):
    """Takes messages at any path; a GET tells that it is there."""

    def do_GET(self) -> None:
        """Answer the health check."""
        self._answer(HTTPStatus.OK)

    def do_POST(self) -> None:
        """Print a message."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LIMIT:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            told = list(lines(self.path.strip("/"), json.loads(self.rfile.read(length))))
        except (AttributeError, KeyError, TypeError, ValueError):
            self._answer(HTTPStatus.BAD_REQUEST)
            return
        for line in told:
            print(line, flush=True)  # noqa: T201
        self._answer(HTTPStatus.OK)

    def log_message(self, *_: object) -> None:
        """Be silent about requests."""

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


def main() -> None:
    """Listen at ``[HOST]:PORT`` until told to end."""
    host, _, port = (sys.argv[1] if len(sys.argv) > 1 else ":9095").rpartition(":")
    ThreadingHTTPServer((host, int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main()
