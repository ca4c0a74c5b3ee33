"""A Prometheus server."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypedDict

import yaml

from live_servers.programs import find_program
from live_servers.server import LiveServer

# Not through a proxy that the environment may name.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Sample(TypedDict):
    """One element of an instant vector, as the HTTP API gives it."""

    metric: dict[str, str]
    value: tuple[float, str]


class Prometheus(LiveServer):
    """Prometheus that scrapes the targets as job ``django``.

    Args:
        directory: Where it makes its home.
        targets: What it scrapes, as ``host:port``.
        scrape_interval: How often, as a Prometheus duration.
        scrape_timeout: How long one scrape may take; None for the interval.
        metrics_path: What it asks for.
        scrape_config: A job of its own instead, of which only the interval and the timeout are set.
    """

    name = "prometheus"
    account_name = "prometheus"

    def __init__(
        self,
        directory: Path | None = None,
        *,
        targets: Sequence[str] = (),
        scrape_interval: str = "1s",
        scrape_timeout: str | None = None,
        metrics_path: str = "/metrics",
        scrape_config: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(directory)
        self.targets = list(targets)
        self.scrape_interval = scrape_interval
        self.scrape_timeout = scrape_timeout or scrape_interval
        self.metrics_path = metrics_path
        self.scrape_config = scrape_config

    def query(self, expression: str) -> list[Sample]:
        """Return what an expression gives at this moment; it must give an instant vector."""
        answer = self._get("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        data = answer["data"]
        if data["resultType"] != "vector":
            message = f"{expression} is a {data['resultType']}, not a vector"
            raise ValueError(message)
        result: list[Sample] = data["result"]
        return result

    def wait_for(
        self, expression: str, predicate: Callable[[list[Sample]], bool], timeout: float = 30.0
    ) -> list[Sample]:
        """Ask until the predicate is true of the result, and return that.

        Raises:
            TimeoutError: It did not come true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            result = self.query(expression)
            if predicate(result):
                return result
            if time.monotonic() > deadline:
                message = f"{expression} is still {result} after {timeout} seconds"
                raise TimeoutError(message)
            time.sleep(0.1)

    def _get(self, path: str) -> dict[str, Any]:
        with _direct.open(f"http://{self.host}:{self.port}{path}", timeout=10) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    def _prepare(self) -> None:
        job = {
            "job_name": "django",
            **(self.scrape_config or self._static()),
            "scrape_interval": self.scrape_interval,
            "scrape_timeout": self.scrape_timeout,
        }
        text = yaml.safe_dump({"scrape_configs": [job]})
        (self.directory / "prometheus.yml").write_text(text, encoding="utf-8")

    def _static(self) -> dict[str, object]:
        return {
            "metrics_path": self.metrics_path,
            "static_configs": [{"targets": self.targets}],
        }

    def _command(self) -> list[str]:
        return [
            find_program("prometheus", "prometheus"),
            f"--config.file={self.directory / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.directory / 'data'}",
            f"--web.listen-address={self.host}:{self.port}",
        ]

    def _answers(self) -> bool:
        try:
            self._get("/api/v1/query?query=1")
            flags = self._get("/api/v1/status/flags")["data"]
        except (OSError, HTTPException):
            return False
        return bool(flags["storage.tsdb.path"] == str(self.directory / "data"))
