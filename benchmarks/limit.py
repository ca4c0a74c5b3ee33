"""Measures a scrape beside the calls that it makes: how near it is to what cannot be avoided.

What the daemon asks is heard at the servers (their logs, MONITOR) and in the checks of the host.
Then the same statements are sent over the same drivers on kept connections, and the same files of
the kernel are read, in this process, in turns with scrapes of the daemon. The daemon's share is
all of its CPU: rendering, gzip and HTTP are in it.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import ExitStack
from pathlib import Path

from stand.contest import Contestant
from stand.daemon import standalone, with_django
from stand.figures import Bar, ratio, show, table
from stand.health import require_up
from stand.raw_calls import RawCalls, raw_calls
from stand.script import arguments, conditions, finish, scratch
from stand.servers import Servers, running_servers
from stand.spied import Heard, heard
from stand.turns import Asked, Block, Pace, run

CALLS = "its calls"

Found = dict[str, list[Block]]


def measured(daemon: Contestant, servers: Servers, rounds: int) -> tuple[Heard, Found]:
    """A daemon, all its calls, and the calls of each kind, in turns."""
    (program,) = daemon.programs
    with ExitStack() as kept:
        kept.callback(program.stop)
        asked = heard(servers, program)
        require_up(program.scraper.scrape().text, 4)
        parts = raw_calls(servers, asked, kept)
        alone = [RawCalls(name, {name: calls}) for name, calls in parts.items()]
        group: list[Asked] = [daemon, RawCalls(CALLS, parts), *alone]
        for contestant in group:
            for _ in range(10):
                contestant.scrape()
        return asked, run(group, rounds, Pace(patience=10))


def show_all(daemon: Contestant, asked: Heard, found: Found, *, markdown: bool) -> None:
    """Show the figures."""
    counts = {
        "PostgreSQL": f"{len(asked.postgresql)} messages",
        "MariaDB": f"{len(asked.mariadb)} messages",
        "Redis": f"{len(asked.redis)} commands",
    }
    rows = [["", "asked", "p50 ms", "CPU ms"]]
    for name, blocks in found.items():
        wall = statistics.median(block.wall for block in blocks)
        cpu = statistics.median(block.cpu_mean for block in blocks)
        rows.append([name, counts.get(name, ""), f"{wall:.2f}", f"{cpu:.2f}"])
    show(f"\n{daemon.name}\n")
    show(table(rows, markdown=markdown))


def measure(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """Run all, show the tables and return the bars."""
    bars = []
    with running_servers(folder) as servers:
        for name, made in (("ours", standalone), ("ours, with Django", with_django)):
            daemon = Contestant(name, [made(servers, folder / made.__name__)])
            asked, found = measured(daemon, servers, options.rounds)
            show_all(daemon, asked, found, markdown=options.markdown)
            if options.verbose:
                show("\n".join(map(str, [*asked.postgresql, *asked.mariadb, *asked.redis])))
            cpu = {key: [block.cpu_mean for block in blocks] for key, blocks in found.items()}
            share = ratio(cpu[name], cpu[CALLS])
            bars.append(Bar(f"{name}: CPU of a scrape to that of its calls", 3, share))
    return bars


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="blocks of each (15)")
    parser.add_argument("--verbose", action="store_true", help="show what is asked")
    options = parser.parse_args()
    show(f"{conditions()}; {options.rounds} rounds of 10")
    with scratch() as folder:
        finish(options, measure(options, folder))


if __name__ == "__main__":
    main()
