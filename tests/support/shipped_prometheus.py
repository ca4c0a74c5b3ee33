"""The configurations of Prometheus that operators copy, on a server of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from live_servers import Prometheus, accounts

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"


def shipped(name: str) -> dict[str, Any]:
    """Return a configuration as it is in the file."""
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    configuration: dict[str, Any] = yaml.safe_load(text)
    return configuration


class ConfiguredPrometheus(Prometheus):
    """Prometheus with a whole configuration, and files beside it.

    Args:
        configuration: What it reads.
        files: Texts by their path from the configuration.
        program: Another one than that of the system.
    """

    def __init__(
        self,
        configuration: Mapping[str, Any],
        files: Mapping[str, str] | None = None,
        program: str = "",
    ) -> None:
        super().__init__()
        self.configuration = configuration
        self.files = dict(files or {})
        self.program = program

    def write(self, path: str, text: str) -> None:
        """Put a file beside the configuration, at once and as a whole."""
        file = self.directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        accounts.give(file.parent, self.account)
        new = file.with_name(f"{file.name}.new")
        new.write_text(text, encoding="utf-8")
        accounts.give(new, self.account)
        new.replace(file)

    def targets_by_job(self) -> dict[str, list[dict[str, str]]]:
        """Return the labels of all targets by the job of the configuration that has them."""
        found: dict[str, list[dict[str, str]]] = {}
        for target in self._get("/api/v1/targets")["data"]["activeTargets"]:
            found.setdefault(target["scrapePool"], []).append(
                target["labels"] | {"scrapeUrl": target["scrapeUrl"]}
            )
        return found

    def rules(self) -> list[dict[str, Any]]:
        """Return all rules with what Prometheus knows of them."""
        groups = self._get("/api/v1/rules")["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def _prepare(self) -> None:
        self.write("prometheus.yml", yaml.safe_dump(dict(self.configuration)))
        for path, text in self.files.items():
            self.write(path, text)

    def _command(self) -> list[str]:
        command = super()._command()
        # What fires before it knows its Alertmanager would be told a minute later.
        return [self.program or command[0], *command[1:], "--rules.alert.resend-delay=1s"]


def hasty_rules() -> dict[str, str]:
    """Return the files of rules with an instant for each ``for`` and ``keep_firing_for``."""
    return {
        f"rules/{file.name}": re.sub(
            r"^( +)(for|keep_firing_for): \S+$", r"\1\2: 2s", file.read_text(), flags=re.MULTILINE
        )
        for file in sorted((FOLDER / "rules").glob("*.yaml"))
    }


def hasty_jobs(name: str, **replaced: str) -> list[dict[str, Any]]:
    """Return the jobs of a configuration with short intervals, and with other texts."""
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    for theirs, ours in replaced.items():
        if theirs not in text:
            raise ValueError(f"{name}.yml has no {theirs}")
        text = text.replace(theirs, ours)
    jobs: list[dict[str, Any]] = yaml.safe_load(text)["scrape_configs"]
    return [{**job, "scrape_interval": "1s", "scrape_timeout": "1s"} for job in jobs]
