"""Measures our daemon beside Debian's five exporters, on the same servers, in one run.

PostgreSQL, MariaDB, Redis, Memcached and the host are watched by five exporters with every
collector off that a flag can switch off, by the same five as they come, by our daemon with targets
from URLs, and by our daemon on a Django project. Each is scraped as Prometheus does (one kept
connection, OpenMetrics, gzip) in turns, a block of scrapes at a time. CPU is that of the processes
by the kernel's clock. Ratios are medians of the ratios of each round.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from stand.clocks import Machine
from stand.contest import Contestant
from stand.daemon import standalone, with_django
from stand.exporters import exporters
from stand.figures import Bar, percentile, ratio, show, table
from stand.health import require_up
from stand.script import arguments, conditions, finish, scratch
from stand.servers import Servers, Watch, running_servers
from stand.turns import Block, Pace, run

LEAN, FIVE = "five exporters, lean", "five exporters, default"
OURS, DJANGO = "ours", "ours, with Django"

HEAD = ["ms, MiB, kB", "p10", "p50", "p99", "CPU", "server CPU", "new conns", "RSS", "USS"]
HEAD += ["series", "text", "gzip"]

Rounds = dict[str, list[Block]]


def contestants(servers: Servers, folder: Path, kept: ExitStack) -> list[Contestant]:
    """Start them all."""
    programs = {
        LEAN: exporters(servers, folder / "lean", lean=True),
        FIVE: exporters(servers, folder / "five", lean=False),
        OURS: [standalone(servers, folder / "ours")],
        DJANGO: [with_django(servers, folder / "django")],
    }
    return [
        Contestant(name, [kept.enter_context(program) for program in group])
        for name, group in programs.items()
    ]


def row(contestant: Contestant, blocks: Sequence[Block]) -> list[str]:
    """A contestant's figures."""
    walls = [wall for block in blocks for wall in block.walls]
    opened = sum(statistics.fmean(b.opened[server] for b in blocks) for server in blocks[0].opened)
    series, text, sent = contestant.size()
    rss, uss = contestant.memory()
    return [
        contestant.name,
        f"{percentile(walls, 10):.2f}",
        f"{statistics.median(walls):.2f}",
        f"{percentile(walls, 99):.1f}",
        f"{statistics.median(block.cpu_mean for block in blocks):.2f}",
        f"{statistics.median(block.server_cpu for block in blocks):.2f}",
        f"{opened:.2g}",
        f"{rss:.1f}",
        f"{uss:.1f}",
        str(series),
        f"{text / 1000:.1f}",
        f"{sent / 1000:.1f}",
    ]


def bars(found: Rounds, group: Sequence[Contestant]) -> list[Bar]:
    """The promises: against the lean five, and against the five as they come."""
    cpu = {name: [block.cpu_mean for block in blocks] for name, blocks in found.items()}
    wall = {name: [block.wall for block in blocks] for name, blocks in found.items()}
    memory = {contestant.name: contestant.memory()[0] for contestant in group}
    series = {contestant.name: contestant.size()[0] for contestant in group}
    shares = {OURS: 0.6, DJANGO: 0.85}
    made = []
    for name, share in shares.items():
        opened = sum(sum(block.opened.values()) for block in found[name])
        made += [
            Bar(f"{name}: CPU to that of the lean five", 1 / 3, ratio(cpu[name], cpu[LEAN])),
            Bar(f"{name}: p50 to that of the lean five", 1 / 2, ratio(wall[name], wall[LEAN])),
            Bar(f"{name}: RSS to that of the lean five", share, memory[name] / memory[LEAN]),
            Bar(f"{name}: CPU to that of the default five", 1 / 10, ratio(cpu[name], cpu[FIVE])),
            Bar(f"{name}: connections opened", 0, opened),
            Bar(f"{name}: series", 250, series[name], least=True),
        ]
    return made


def connections(found: Rounds) -> list[list[str]]:
    """New connections for a scrape at each server."""
    servers = list(found[LEAN][0].opened)
    rows = [["new connections for a scrape", *servers]]
    for name, blocks in found.items():
        means = [statistics.fmean(block.opened[server] for block in blocks) for server in servers]
        rows.append([name, *(f"{mean:.2g}" for mean in means)])
    return rows


def measure(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """Run all, show the tables and return the bars."""
    with running_servers(folder) as servers, ExitStack() as kept:
        group = contestants(servers, folder, kept)
        watch = Watch(servers, kept)
        pace = Pace(1 if options.every else options.block, options.every, patience=20)
        warm = 3 if options.every else 20
        for contestant in group:
            for _ in range(warm):
                contestant.scrape()
        for contestant in group[2:]:
            require_up(contestant.programs[0].scraper.scrape().text, 4)
        machine = Machine()
        found = run(group, options.rounds, pace, watch)
        show(f"{conditions()}; {options.rounds} rounds of {pace.block} scrapes, {pace.words}")
        show(f"the hypervisor took {machine.stolen():.0%} of the processors' time\n")
        rows = [HEAD, *(row(each, found[each.name]) for each in group)]
        show(table(rows, markdown=options.markdown))
        show("")
        show(table(connections(found), markdown=options.markdown))
        return bars(found, group)


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="blocks of each contestant (30)")
    parser.add_argument("--block", type=int, default=10, help="scrapes of a block (10)")
    parser.add_argument(
        "--every", type=float, default=0.0, help="seconds between two scrapes; 0 for none (0)"
    )
    options = parser.parse_args()
    with scratch() as folder:
        finish(options, measure(options, folder))


if __name__ == "__main__":
    main()
