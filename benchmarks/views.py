"""Measures what a health view costs in a Django application, beside two other packages' views.

A project on PostgreSQL, Redis and Memcached runs under gunicorn, in two processes: of the kind that
gunicorn starts unless told otherwise, or of four threads each, which cost any view more than Django
does. A plain view, this library's, django-health-check's and django-watchman's are asked in turns,
a block of requests at a time, each on a connection of its own, as probes do. All ask the database
and the two caches. Ours gives an answer again for a second by default; beside that a second site is
asked whose every answer is from a run of its own (HEALTH_MAX_AGE=0), and two with our middleware,
which answers before Django's own, as the documentation has it. CPU is that of gunicorn's processes.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from stand.figures import Bar, percentile, ratio, show, table
from stand.health_views import (
    FIRST,
    FIRST_FRESH,
    OURS,
    OURS_FRESH,
    PEERS,
    PLAIN,
    WORKERS,
    View,
    Views,
    running_views,
)
from stand.script import arguments, conditions, finish, scratch
from stand.turns import Block, Pace, run

HEAD = [
    "",
    "p50 ms",
    "p99 ms",
    "CPU ms",
    "CPU above plain ms",
    "8 clients /s",
    "PostgreSQL",
    "Redis",
]


def at_once(view: View, clients: int, seconds: float) -> float:
    """Answers per second to several clients."""
    counts = [0] * clients
    end = time.monotonic() + seconds

    def ask(client: int) -> None:
        while time.monotonic() < end:
            view.scrape()
            counts[client] += 1

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def connections_opened(views: Views, view: View, probes: int) -> tuple[int, int]:
    """How many connections a number of probes opened at PostgreSQL and at Redis."""
    before = views.accepted()
    for _ in range(probes):
        view.scrape()
    after = views.accepted()
    return after[0] - before[0], after[1] - before[1] - 1


def row(
    views: Views, view: View, found: Mapping[str, Sequence[Block]], seconds: float
) -> list[str]:
    """A view's figures."""
    blocks = found[view.name]
    walls = [wall for block in blocks for wall in block.walls]
    cpu = [block.cpu_mean for block in blocks]
    plain = [block.cpu_mean for block in found[PLAIN]]
    above = statistics.median(mine - base for mine, base in zip(cpu, plain, strict=True))
    opened = connections_opened(views, view, 100)
    return [
        view.name,
        f"{statistics.median(walls):.2f}",
        f"{percentile(walls, 99):.1f}",
        f"{statistics.median(cpu):.2f}",
        f"{above:.2f}",
        f"{at_once(view, 8, seconds):.0f}",
        str(opened[0]),
        str(opened[1]),
    ]


def bars(found: dict[str, list[Block]]) -> list[Bar]:
    """The promises, for the answers as they come by default and for fresh ones."""
    cpu = {name: [block.cpu_mean for block in blocks] for name, blocks in found.items()}
    wall = {name: [block.wall for block in blocks] for name, blocks in found.items()}
    made = []
    for ours in (OURS, OURS_FRESH, FIRST, FIRST_FRESH):
        for peer in PEERS:
            made += [
                Bar(f"{ours}: CPU to that of {peer}", 1 / 5, ratio(cpu[ours], cpu[peer])),
                Bar(f"{ours}: p50 to that of {peer}", 1 / 3, ratio(wall[ours], wall[peer])),
            ]
    return made


def measure(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """Run all, show the table and return the bars."""
    with running_views(folder, options.worker) as asked:
        for view in asked.all:
            for _ in range(20):  # every worker has its connections now
                view.scrape()
        found = run(asked.all, options.rounds, Pace(patience=10))
        rows = [HEAD, *(row(asked, view, found, options.seconds) for view in asked.all)]
    show(f"{conditions()}; {options.worker} workers, {options.rounds} rounds of 10 requests\n")
    show(table(rows, markdown=options.markdown))
    show("\nPostgreSQL, Redis: connections opened by 100 probes")
    return bars(found)


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=25, help="blocks of each view (25)")
    parser.add_argument("--seconds", type=float, default=2.0, help="for 8 clients at once (2)")
    parser.add_argument("--worker", choices=WORKERS, default="sync", help="of gunicorn (sync)")
    options = parser.parse_args()
    with scratch() as folder:
        finish(options, measure(options, folder))


if __name__ == "__main__":
    main()
