"""An Alertmanager."""

from __future__ import annotations

import json
import shutil
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any

import yaml

from live_servers import accounts
from live_servers.programs import find_program
from live_servers.server import LiveServer

# Not through a proxy that the environment may name.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Alertmanager(LiveServer):
    """Alertmanager, on its own without a cluster.

    Args:
        configuration: What it reads, but for the folder of the templates.
        templates: A folder of which it takes all templates.
        program: Another one than that of the system.
        external_url: What it takes for its own address in messages; what it listens on otherwise.
        directory: Where it makes its home.
    """

    name = "alertmanager"
    account_name = "prometheus"

    def __init__(
        self,
        configuration: Mapping[str, Any],
        templates: Path,
        *,
        program: str = "prometheus-alertmanager",
        external_url: str = "",
        directory: Path | None = None,
    ) -> None:
        super().__init__(directory)
        self.configuration = configuration
        self.templates = templates
        self.program = program
        self.external_url = external_url

    def post(self, *alerts: Mapping[str, Any]) -> None:
        """Tell of alerts, each with ``labels``, and perhaps ``annotations`` and ``endsAt``."""
        self._ask("/api/v2/alerts", alerts)

    def alerts(self) -> list[dict[str, Any]]:
        """Return the alerts that fire, also those that are muted."""
        found: list[dict[str, Any]] = self._ask("/api/v2/alerts")
        return found

    def groups(self) -> list[dict[str, Any]]:
        """Return what messages are about: ``alerts`` by the ``labels`` that they have in common."""
        found: list[dict[str, Any]] = self._ask("/api/v2/alerts/groups")
        return found

    def wait_for(
        self, predicate: Callable[[list[dict[str, Any]]], bool], timeout: float = 30.0
    ) -> list[dict[str, Any]]:
        """Ask for the alerts until the predicate is true of them, and return them.

        Raises:
            TimeoutError: It did not come true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            found = self.alerts()
            if predicate(found):
                return found
            if time.monotonic() > deadline:
                raise TimeoutError(f"the alerts are still {found} after {timeout} seconds")
            time.sleep(0.1)

    def _ask(self, path: str, document: Sequence[Mapping[str, Any]] | None = None) -> Any:
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(  # noqa: S310 - it is our own
            urllib.parse.urljoin(f"http://{self.host}:{self.port}", path),
            body,
            {"Content-Type": "application/json"},
        )
        with _direct.open(request, timeout=10) as response:
            text = response.read()
        return json.loads(text) if text else None

    def _prepare(self) -> None:
        folder = self.directory / "templates"
        shutil.copytree(self.templates, folder)
        configuration = {**self.configuration, "templates": [str(folder / "*.tmpl")]}
        path = self.directory / "alertmanager.yml"
        path.write_text(yaml.safe_dump(configuration), encoding="utf-8")
        for file in (folder, *folder.iterdir(), path):
            accounts.give(file, self.account)

    def _command(self) -> list[str]:
        command = [
            find_program("prometheus-alertmanager", self.program),
            f"--config.file={self.directory / 'alertmanager.yml'}",
            f"--storage.path={self.directory / 'data'}",
            f"--web.listen-address={self.host}:{self.port}",
            "--cluster.listen-address=",
        ]
        if self.external_url:
            command += [f"--web.external-url={self.external_url}", "--web.route-prefix=/"]
        return command

    def _answers(self) -> bool:
        try:
            status = self._ask("/api/v2/status")
        except (OSError, HTTPException):
            return False
        # The folder of the templates is in no other one's.
        return str(self.directory) in status["config"]["original"]
