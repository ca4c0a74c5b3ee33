"""A Prometheus with the rules, which it follows at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from committed_rules import FOLDER
from live_servers import Prometheus
from live_servers.accounts import give

WAITING = ("for", "keep_firing_for")
"""What makes an alert wait, for which no test can."""


class RuledPrometheus(Prometheus):
    """Prometheus that evaluates the committed rules each second, and waits before no alert.

    Args:
        targets: What it scrapes each second, as ``host:port``.
        storage: A folder with blocks, of which it has a copy; by default it begins with nothing.
    """

    def __init__(self, targets: Sequence[str] = (), storage: Path | None = None) -> None:
        super().__init__(targets=targets)
        self._storage = storage
        self._others: list[dict[str, Any]] = []

    def scrape_too(self, job: str, *addresses: str, **labels: str) -> None:
        """Scrape others as well, some seconds from now on.

        Args:
            job: What they are called.
            addresses: Where they are.
            labels: More labels; those with ``__`` at their beginning say how to scrape.
        """
        self._others.append({"targets": list(addresses), "labels": {"job": job, **labels}})
        self._write_others()

    def scrape_no_more(self, job: str) -> None:
        """Leave those of a job alone again."""
        self._others = [other for other in self._others if other["labels"]["job"] != job]
        self._write_others()

    def scrape_no_others(self) -> None:
        """Scrape none of them any more."""
        self._others = []
        self._write_others()

    def _write_others(self) -> None:
        fresh = self.directory / "others.new"
        fresh.write_text(json.dumps(self._others), encoding="utf-8")
        give(fresh, self.account)
        fresh.replace(self.directory / "others.json")

    def ask(self, path: str) -> Any:
        """Return the data of an answer of its HTTP API; an error is raised."""
        return self._get(path)["data"]

    def _prepare(self) -> None:
        super()._prepare()
        folder = self.directory / "rules"
        folder.mkdir()
        for path in sorted(FOLDER.glob("*.yaml")):
            text = yaml.safe_dump(_at_once(yaml.safe_load(path.read_text(encoding="utf-8"))))
            (folder / path.name).write_text(text, encoding="utf-8")
        file = self.directory / "prometheus.yml"
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        document["global"] = {"evaluation_interval": "1s"}
        document["rule_files"] = [f"{folder}/*.yaml"]
        others = {"files": [str(self.directory / "others.json")]}
        document["scrape_configs"][0]["file_sd_configs"] = [others]
        file.write_text(yaml.safe_dump(document), encoding="utf-8")
        if self._storage is not None:
            data = self.directory / "data"
            shutil.copytree(self._storage, data)
            for path in (data, *data.rglob("*")):
                give(path, self.account)

    def _command(self) -> list[str]:
        return [*super()._command(), "--storage.tsdb.retention.time=1y"]


def _at_once(document: dict[str, Any]) -> dict[str, Any]:
    for group in document["groups"]:
        group.pop("interval", None)
        for rule in group["rules"]:
            for key in WAITING:
                rule.pop(key, None)
    return document
