"""More daemons, each a job of its own that is scraped as long as something is strained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from live_exporter import Exporter
from mixin_stand.stand import Stand

SLOW_CHECK = """
import time
from django_health import BaseHealthCheck

class Slow(BaseHealthCheck):
    name = "slow"
    timeout = 9

    def check(self):
        time.sleep(8.5)
        return {"status": "ok"}
"""
"""A check that takes nearly as long as a scraper waits by default."""


def folder(stand: Stand, name: str) -> Path:
    """Make a folder for a strain."""
    made = stand.project.parent / name
    made.mkdir()
    return made


def configured(directory: Path, **document: object) -> list[str]:
    """Write the file of a daemon that does not watch the host; return the daemon's flags."""
    file = directory / "health.yml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    return [f"--config.file={file}", "--no-collector.system"]


@contextmanager
def watched(stand: Stand, job: str, exporter: Exporter, **labels: str) -> Iterator[Exporter]:
    """Have a daemon run and be scraped.

    Args:
        stand: Whose Prometheus scrapes it.
        job: What it is called there.
        exporter: The daemon, which is started here.
        labels: More labels, see :meth:`RuledPrometheus.scrape_too`.
    """
    with exporter:
        stand.prometheus.scrape_too(job, exporter.address, **labels)
        yield exporter


def wait_until_scraped(stand: Stand, job: str) -> None:
    """Wait until Prometheus knows all of a job."""
    stand.prometheus.wait_for(f'min(up{{job="{job}"}}) == 1', bool, 60)
