"""Measures what a scrape takes where the servers are some way off, beside Debian's five exporters.

PostgreSQL, MariaDB, Redis and Memcached are reached over lines on which every word takes its time,
in either direction; the host is watched as well. Who asks all servers at the same time waits for
as many round trips as the one with most questions needs; who asks one after the other waits for the
sum. Scraped in turns, at each distance, are

- the five exporters with every collector off that a flag can switch off: each asks its one server,
  and they are asked at once,
- our daemon, without and with Django: one thread, which asks far servers in lockstep,
- the same daemon where it takes the servers for near ones (they have its own address), for which it
  waits one after the other, except for databases' long answers.

Round trips are those that a scrape waits for: by how much longer it takes at a distance than at the
least one. The lines are a process of its own, in Python, whose CPU counts for nobody, but which
takes some time for each word at any distance. No bar is promised.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from stand.clocks import Machine
from stand.contest import Contestant
from stand.daemon import standalone, with_django
from stand.exporters import exporters
from stand.far import FarServers
from stand.figures import ratio, show, table
from stand.health import require_up
from stand.script import arguments, conditions, finish, scratch
from stand.servers import running_servers
from stand.turns import Block, Pace, run

LEAN, OURS, DJANGO = "five exporters, lean", "ours", "ours, with Django"
IN_TURN = "ours, one after the other"

DELAYS = (0.0, 0.25, 1.0, 5.0)
WARM = 3
"""Scrapes of each before it is measured at a distance."""

Rounds = dict[str, list[Block]]
Found = dict[float, Rounds]
"""By the milliseconds that a word takes."""


def contestants(far: FarServers, folder: Path, kept: ExitStack) -> list[Contestant]:
    """Start them all."""
    programs = {
        LEAN: exporters(far.away, folder / "lean", lean=True),
        OURS: [standalone(far.away, folder / "ours")],
        DJANGO: [with_django(far.away, folder / "django")],
        IN_TURN: [standalone(far.here, folder / "in-turn")],
    }
    return [
        Contestant(name, [kept.enter_context(program) for program in group])
        for name, group in programs.items()
    ]


def p50(blocks: Sequence[Block]) -> float:
    """Milliseconds of a scrape, the median of all."""
    return statistics.median(wall for block in blocks for wall in block.walls)


def cpu(blocks: Sequence[Block]) -> float:
    """Milliseconds of CPU of a scrape, the mean of a block, and of the blocks the median."""
    return statistics.median(block.cpu_mean for block in blocks)


def figures(what: str, found: Found, of_all: Callable[[Sequence[Block]], float]) -> list[list[str]]:
    """A figure of each contestant at each distance."""
    names = next(iter(found.values()))
    rows = [[name, *(f"{of_all(rounds[name]):.2f}" for rounds in found.values())] for name in names]
    return [head(what, found), *rows]


def head(what: str, found: Found) -> list[str]:
    """The head of a table."""
    return [what, *(f"{delay:g} ms" for delay in found)]


def ratios(what: str, found: Found, of_block: Callable[[Block], float]) -> list[list[str]]:
    """A figure of ours to that of the lean five, at each distance."""
    rows = []
    for name in (OURS, DJANGO, IN_TURN):
        shares = [
            ratio(list(map(of_block, rounds[name])), list(map(of_block, rounds[LEAN])))
            for rounds in found.values()
        ]
        rows.append([f"{name}: {what}", *(f"{share:.2f}" for share in shares)])
    return rows


def round_trips(found: Found) -> list[list[str]]:
    """The round trips for which a scrape of each waits, at each distance but the least."""
    (nearest, least), *others = found.items()
    rows = []
    for name, blocks in least.items():
        longer = [(p50(rounds[name]) - p50(blocks), delay) for delay, rounds in others]
        rows.append([name, "", *(f"{more / 2 / (delay - nearest):.1f}" for more, delay in longer)])
    return [head("round trips, each way", found), *rows]


def tables(found: Found) -> list[list[list[str]]]:
    """All tables."""
    return [
        figures("p50 ms, each way", found, p50),
        round_trips(found),
        figures("CPU ms, each way", found, cpu),
        [
            head("to that of the lean five", found),
            *ratios("p50", found, lambda block: block.wall),
            *ratios("CPU", found, lambda block: block.cpu_mean),
        ],
    ]


def measure(options: argparse.Namespace, folder: Path) -> None:
    """Run all and show the tables."""
    with running_servers(folder) as servers, FarServers(servers) as far, ExitStack() as kept:
        group = contestants(far, folder, kept)
        machine = Machine()
        pace = Pace(options.block, patience=20)
        found: Found = {}
        for delay in sorted(set(options.delays)):
            far.set_delay(delay / 1000)
            for contestant in group:
                for _ in range(WARM):
                    contestant.scrape()
            found[delay] = run(group, options.rounds, pace)
            for contestant in group[1:]:
                require_up(contestant.programs[0].scraper.scrape().text, 4)
        show(f"{conditions()}; {options.rounds} rounds of {pace.block} scrapes, {pace.words}")
        show(f"the hypervisor took {machine.stolen():.0%} of the processors' time")
        for rows in tables(found):
            show("\n" + table(rows, markdown=options.markdown))


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="blocks of each contestant (15)")
    parser.add_argument("--block", type=int, default=10, help="scrapes of a block (10)")
    parser.add_argument(
        "--delays",
        type=float,
        nargs="+",
        default=DELAYS,
        metavar="MS",
        help="milliseconds that a word takes in each direction (0 0.25 1 5)",
    )
    options = parser.parse_args()
    with scratch() as folder:
        measure(options, folder)
        finish(options, [])


if __name__ == "__main__":
    main()
