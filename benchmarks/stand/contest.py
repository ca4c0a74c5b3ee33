"""Programs that are scraped together, and what they cost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from stand.clocks import cpu_seconds
from stand.program import Program


@dataclass(frozen=True)
class Contestant:
    """Programs that are scraped together, as Prometheus would scrape them."""

    name: str
    programs: Sequence[Program]

    @property
    def pids(self) -> list[int]:
        """Their processes."""
        return [program.pid for program in self.programs]

    def cpu_seconds(self) -> float:
        """CPU seconds of all of them so far."""
        return cpu_seconds(self.pids)

    def scrape(self) -> float:
        """Ask all of them at once, and return the seconds until the last has answered."""
        started = time.perf_counter()
        for program in self.programs:
            program.scraper.send()
        answers = [program.scraper.receive() for program in self.programs]
        taken = time.perf_counter() - started
        if any(answer.status != 200 for answer in answers):
            raise RuntimeError(f"{self.name}: {[answer.status for answer in answers]}")
        return taken

    def size(self) -> tuple[int, int, int]:
        """Series, bytes of the text and bytes sent, of one more scrape."""
        answers = [program.scraper.scrape() for program in self.programs]
        texts, sent = sum(len(a.text) for a in answers), sum(len(a.sent) for a in answers)
        return sum(answer.series for answer in answers), texts, sent

    def memory(self) -> tuple[float, float]:
        """RSS and USS of all of them in MiB."""
        found = [psutil.Process(pid).memory_full_info() for pid in self.pids]
        return sum(each.rss for each in found) / 2**20, sum(each.uss for each in found) / 2**20
