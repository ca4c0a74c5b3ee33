"""The daemon that is attacked: real checks, a page of some hundred kilobytes, TLS or none."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import TypeVar

from http_answer import Answer
from live_exporter import Exporter, sqlite_entry
from live_servers import Redis, issue_certificate

E = TypeVar("E", bound=Exporter)

CHECKS = 16
"""Of 100 series each, which is what a custom check may have."""

PADDING = """
from django_health import BaseHealthCheck, Gauge

PLACES = ["x" * 200 + str(number) for number in range(100)]


class Padding(BaseHealthCheck):
    runs = 0

    def check(self):
        self.runs += 1  # so that each page is another one
        (gauge,) = self.gauges
        return {"status": "ok", "gauges": {gauge.name: {place: self.runs for place in PLACES}}}


for number in range(%d):
    name = f"padding{number}"
    gauge = Gauge(name, "Makes the page large.", labels=("place",))
    globals()[name] = type(name, (Padding,), {"name": name, "gauges": (gauge,)})
"""


WEB_FILE = "tls_server_config: {cert_file: server.pem, key_file: server.key}\n"


class SecuredExporter(Exporter):
    """A daemon that speaks TLS.

    Attributes:
        context: What its clients trust.
    """

    context: ssl.SSLContext

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        timeout: float = 30.0,
    ) -> Answer:
        """Ask on a new connection."""
        place = (self.host, self.port)
        with closing(HTTPSConnection(*place, timeout=timeout, context=self.context)) as connection:
            connection.request(method, path, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())


@contextmanager
def besieged_exporter(folder: Path, arguments: Sequence[str] = ()) -> Iterator[Exporter]:
    """Run a daemon that watches the host, a Redis and an SQLite; its page has 400 kB."""
    with _started(Exporter, folder, arguments) as exporter:
        exporter.start()
        yield _warm(exporter)


@contextmanager
def secured_exporter(folder: Path) -> Iterator[SecuredExporter]:
    """Run the same with TLS."""
    files = issue_certificate(folder)
    web = folder / "web.yml"
    web.write_text(WEB_FILE, encoding="utf-8")
    with _started(SecuredExporter, folder, [f"--web.config.file={web}"]) as exporter:
        exporter.context = ssl.create_default_context(cafile=str(files.authority))
        exporter.start()
        yield _warm(exporter)


@contextmanager
def _started(kind: type[E], folder: Path, arguments: Sequence[str]) -> Iterator[E]:
    """Have all that a daemon needs, start it in the block, and end it."""
    (folder / "padding.py").write_text(PADDING % CHECKS, encoding="utf-8")
    database = sqlite_entry(folder / "shop.sqlite3")["NAME"]
    with Redis() as redis:
        document = {
            "databases": {"default": {"engine": "sqlite", "name": database}},
            "caches": {"default": {"url": f"redis://{redis.host}:{redis.port}/0"}},
            "custom_checks": [f"padding.padding{number}" for number in range(CHECKS)],
        }
        file = folder / "exporter.yml"  # JSON is YAML as well
        file.write_text(json.dumps(document), encoding="utf-8")
        environ = {"PYTHONPATH": str(folder)}
        exporter = kind(folder, [f"--config.file={file}", *arguments], environ)
        try:
            yield exporter
        finally:
            exporter.__exit__()


def _warm(exporter: E) -> E:
    """Have it open what it keeps open."""
    for _ in range(3):
        exporter.scrape()
    return exporter
