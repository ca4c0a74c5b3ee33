"""A Prometheus with the rules, which it follows at once."""

from __future__ import annotations

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
