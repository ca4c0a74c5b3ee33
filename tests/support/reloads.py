"""Reloads of the real daemon, and somebody who scrapes it all the while."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from live_exporter import Answer, Exporter, Samples

LIFECYCLE = "--web.enable-lifecycle"
PATIENCE = 60.0
"""Seconds that a test waits for what takes no time on an idle machine."""

SUCCESSFUL = "django_health_exporter_config_last_reload_successful"
TIMESTAMP = "django_health_exporter_config_last_reload_success_timestamp_seconds"


def reload(exporter: Exporter, method: str = "POST", **headers: str) -> Answer:
    """Ask for a reload, and wait for what comes of it."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return exporter.get("/-/reload", named, method=method, timeout=PATIENCE)


def reloaded(exporter: Exporter) -> str:
    """Reload with success, and return the line that was answered."""
    answer = reload(exporter)
    assert answer.status == 200, answer.body
    return line_of(answer)


def refused(exporter: Exporter) -> str:
    """Reload without success, and return the one line that says why."""
    answer = reload(exporter)
    assert answer.status == 500, answer.body
    return line_of(answer)


def line_of(answer: Answer) -> str:
    """The text of an answer, which is one line."""
    text = answer.body.decode()
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text.removesuffix("\n")


def hang_up(exporter: Exporter) -> None:
    """Send SIGHUP."""
    exporter.process.send_signal(signal.SIGHUP)


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)


def up(exporter: Exporter) -> dict[str, float]:
    """The databases of a scrape, and whether each is up."""
    return exporter.scrape().labelled("django_health_database_up", "database")


@dataclass
class Scraper:
    """What somebody found who scraped all the while.

    Attributes:
        count: Scrapes that were made.
        faults: What was wrong with the others, in words.
    """

    count: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def scraping(
    exporter: Exporter, databases: Collection[str], caches: Collection[str] = ()
) -> Iterator[Scraper]:
    """Scrape and ask for the health in a loop while the block runs; all has to be up each time."""
    found, is_over = Scraper(), threading.Event()

    def loop() -> None:
        while not is_over.is_set():
            try:
                if fault := _fault(exporter, databases, caches):
                    found.faults.append(fault)
            except (OSError, RuntimeError) as error:
                found.faults.append(repr(error))
            found.count += 1

    threads = [threading.Thread(target=loop) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        is_over.set()
        for thread in threads:
            thread.join(PATIENCE)


def _fault(exporter: Exporter, databases: Collection[str], caches: Collection[str]) -> str:
    samples: Samples = exporter.scrape()
    for name, label, wanted in (
        ("django_health_database_up", "database", databases),
        ("django_health_cache_up", "cache", caches),
    ):
        known = samples.labelled(name, label)
        if missing := [alias for alias in wanted if known.get(alias) != 1]:
            return f"not up in a scrape: {missing} of {known}"
    answer = exporter.get("/health/")
    return "" if answer.status == 200 else f"/health/: {answer.status} {answer.body!r}"
