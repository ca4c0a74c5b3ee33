"""Measures how long the daemon takes from its start to the first good scrape, and what it imports.

Good is a scrape with every target up and no component in error. The files are in the system's
cache, as they are after the first start. Then daemons with one kind of target each tell which
drivers they have imported although they have no use for them.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from stand.clocks import cpu_seconds, wait_until_quiet
from stand.daemon import daemon, standalone, standalone_urls, with_django
from stand.figures import Bar, show, table
from stand.health import is_good
from stand.program import Program
from stand.script import arguments, conditions, finish, scratch
from stand.servers import Servers, running_servers

DRIVERS = {
    "psycopg": {"PostgreSQL"},
    "pymysql": {"MariaDB"},
    "redis": {"Redis"},
    "pymemcache": {"Memcached"},
    "django": set[str](),
    "celery": set[str](),
    "kombu": set[str](),
    "amqp": set[str](),
    "dns": set[str](),
}
"""What is imported for a kind of target alone."""

_IMPORTED = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \| \s*(\S+)$", re.MULTILINE)


class Start(NamedTuple):
    """Seconds from the start to the first good scrape: by the clock, and of CPU."""

    wall: float
    cpu: float


def start(program: Program, targets: int, *parts: str) -> Start:
    """Start a program, wait for a good scrape, and end it."""
    begun = time.monotonic()
    program.start()
    try:
        good = program.wait(lambda text: is_good(text, targets, *parts), pause=0.004)
        return Start(good - begun, cpu_seconds([program.pid]))
    finally:
        program.stop()


def starts(servers: Servers, folder: Path, rounds: int) -> dict[str, list[Start]]:
    """Each start, in turns; the first ones fill the caches and are left out."""
    kinds = {"without Django": standalone(servers, folder / "ours")}
    kinds["with Django"] = with_django(servers, folder / "django")
    parts = {"without Django": (), "with Django": ("migrations", "configuration")}
    taken: dict[str, list[Start]] = {name: [] for name in kinds}
    for _ in range(rounds + 1):
        for name, program in kinds.items():
            wait_until_quiet(1.0)
            taken[name].append(start(program, 4, *parts[name]))
    return {name: each[1:] for name, each in taken.items()}


def imported(folder: Path, urls: Mapping[str, str], targets: int) -> dict[str, float]:
    """Milliseconds of all imports of a daemon by top-level package."""
    program = daemon(folder, environ=urls, interpreter=["-X", "importtime"])
    start(program, targets)
    spent: dict[str, float] = {}
    for microseconds, module in _IMPORTED.findall(program.log):
        package = module.partition(".")[0]
        spent[package] = spent.get(package, 0.0) + int(microseconds) / 1000
    return spent


def imports(servers: Servers, folder: Path, *, markdown: bool) -> int:
    """Show what daemons import; return how many drivers they have no use for."""
    rows = [["targets", "modules' time ms", "drivers", "without need"]]
    needless = 0
    kinds = standalone_urls(servers)
    dearest: dict[str, float] = {}
    for number, chosen in enumerate([(), *((kind,) for kind in kinds), tuple(kinds)]):
        urls = {name: url for kind in chosen for name, url in [kinds[kind]]}
        spent = dearest = imported(folder / f"imports{number}", urls, len(urls))
        drivers = sorted(spent.keys() & DRIVERS.keys())
        unused = [name for name in drivers if not DRIVERS[name] & set(chosen)]
        needless += len(unused)
        words = [" ".join(drivers) or "none", " ".join(unused) or "none"]
        rows.append([", ".join(chosen) or "the host alone", f"{sum(spent.values()):.0f}", *words])
    show("")
    show(table(rows, markdown=markdown))
    first = sorted(dearest.items(), key=lambda item: -item[1])[:12]
    show("\ndearest packages of all four, ms: " + ", ".join(f"{n} {t:.0f}" for n, t in first))
    return needless


def measure(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """Run all, show the tables and return the bars."""
    with running_servers(folder) as servers:
        taken = starts(servers, folder, options.rounds)
        rows = [["start to the first good scrape", "median ms", "least ms", "most ms", "CPU ms"]]
        for name, each in taken.items():
            walls = [one.wall for one in each]
            cpu = statistics.median(one.cpu for one in each)
            figures = (statistics.median(walls), min(walls), max(walls), cpu)
            rows.append([name, *(f"{seconds * 1000:.0f}" for seconds in figures)])
        show(f"{conditions()}; {options.rounds} starts of each\n")
        show(table(rows, markdown=options.markdown))
        needless = imports(servers, folder, markdown=options.markdown)
    medians = {
        name: statistics.median(one.wall for one in each) * 1000 for name, each in taken.items()
    }
    return [
        Bar("start without Django", 500, medians["without Django"], " ms"),
        Bar("start with Django", 1000, medians["with Django"], " ms"),
        Bar("drivers imported without need", 0, needless),
    ]


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="starts of each (10)")
    options = parser.parse_args()
    with scratch() as folder:
        finish(options, measure(options, folder))


if __name__ == "__main__":
    main()
