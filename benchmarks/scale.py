"""Measures what a scrape costs with 1, 10, 100 and 1,000 targets, and with a tenth of them silent.

The targets are stand-ins of Redis in one process (which answer with the INFO of a real server) and
databases of one real PostgreSQL. Daemons with different numbers of targets, listed in a
configuration file, are scraped in turns. The host is not watched, so what grows is the targets'.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from stand.contest import Contestant
from stand.daemon import daemon
from stand.figures import Bar, ratio, show, table
from stand.health import require_up, targets_up
from stand.redis_farm import RedisFarm
from stand.script import arguments, conditions, finish, scratch
from stand.servers import postgresql_with
from stand.turns import Block, Pace, run

TIMEOUT = 1.0
"""Seconds that a cache gets."""

REDIS = (1, 10, 100, 1000)
POSTGRESQL = (1, 10, 100)

Found = Mapping[int, Sequence[Block]]


def start(folder: Path, kept: ExitStack, name: str, targets: Mapping[str, Any]) -> Contestant:
    """Start a daemon on a file of targets."""
    home = folder / name
    home.mkdir()
    file = home / "config.yml"  # JSON is YAML as well
    file.write_text(json.dumps({"timeouts": {"cache": TIMEOUT}, **targets}), encoding="utf-8")
    flags = [f"--config.file={file}", "--no-collector.system"]
    program = daemon(home, flags)
    program.start()
    kept.callback(program.stop)
    program.wait()
    return Contestant(name, [program])


def redis_daemons(folder: Path, kept: ExitStack, ports: Sequence[int]) -> dict[int, Contestant]:
    """A daemon for each number of Redis targets."""
    sections = [{"url": f"redis://127.0.0.1:{port}/0"} for port in ports]
    return {
        count: start(
            folder,
            kept,
            f"redis-{count}",
            {"caches": {f"cache{place}": sections[place] for place in range(count)}},
        )
        for count in REDIS
    }


def postgresql_daemons(folder: Path, kept: ExitStack) -> dict[int, Contestant]:
    """A daemon for each number of databases of one server."""
    names = [f"shop{place}" for place in range(max(POSTGRESQL))]
    server = kept.enter_context(postgresql_with(names, folder))
    login = {"host": server.host, "port": server.port, "user": server.user}
    section = {"engine": "postgresql", "password": server.password, **login}
    return {
        count: start(
            folder,
            kept,
            f"postgresql-{count}",
            {"databases": {name: {**section, "name": name} for name in names[:count]}},
        )
        for count in POSTGRESQL
    }


def measure(group: Mapping[int, Contestant], rounds: int) -> Found:
    """Scrape the daemons in turns."""
    for count, contestant in group.items():
        for _ in range(5):
            contestant.scrape()
        require_up(contestant.programs[0].scraper.scrape().text, count)
    found = run(list(group.values()), rounds, Pace(block=3, patience=8))
    return {count: found[contestant.name] for count, contestant in group.items()}


def rows(kind: str, found: Found, group: Mapping[int, Contestant]) -> list[list[str]]:
    """A line for each number of targets."""
    made = []
    for count, blocks in found.items():
        wall = statistics.median(block.wall for block in blocks)
        cpu = statistics.median(block.cpu_mean for block in blocks)
        made.append(
            [
                f"{count} {kind}",
                f"{wall:.1f}",
                f"{cpu:.1f}",
                f"{wall / count * 1000:.0f}",
                f"{cpu / count * 1000:.0f}",
                str(group[count].size()[0]),
                f"{group[count].memory()[0]:.0f}",
            ]
        )
    return made


def per_target(found: Found, more: int, fewer: int) -> float:
    """How much dearer a target is among more of them."""
    each = {n: [block.cpu_mean / n for block in found[n]] for n in (more, fewer)}
    return ratio(each[more], each[fewer])


class Silence(NamedTuple):
    """Seconds of scrapes before and during a silence, and scrapes until all are up after it."""

    before: list[float]
    during: list[float]
    after: int

    @property
    def timeouts(self) -> float:
        """The timeouts by which the longest scrape was longer than one before."""
        return (max(self.during) - statistics.median(self.before)) / TIMEOUT


def with_silence(farm: RedisFarm, contestant: Contestant, step: int) -> Silence:
    """Scrape while each so manieth is silent."""
    scraper = contestant.programs[0].scraper
    before = [contestant.scrape() for _ in range(3)]
    farm.silence(step)
    walls = [contestant.scrape() for _ in range(3)]
    up, known = targets_up(scraper.scrape().text)
    if up != known - known // step:
        raise RuntimeError(f"{up} of {known} targets are up while one of {step} is silent")
    farm.silence(0)
    for count in range(1, 100):
        up, known = targets_up(scraper.scrape().text)
        if up == known:
            return Silence(before, walls, count)
    raise RuntimeError(f"{up} of {known} targets are up after the silence")


def redis_part(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """The stand-ins of Redis."""
    with RedisFarm(folder, max(REDIS)) as farm, ExitStack() as kept:
        group = redis_daemons(folder, kept, farm.ports)
        found = measure(group, options.rounds)
        table_of("Redis", found, group, markdown=options.markdown)
        largest = found[max(REDIS)]
        silence = with_silence(farm, group[max(REDIS)], 10)
    words = ", ".join(f"{wall:.2f}" for wall in silence.during)
    show(f"\n1,000 Redis, 100 of them silent, timeout {TIMEOUT:g} s: scrapes of {words} s")
    show(f"scrapes until all are up after that: {silence.after}")
    wall = statistics.median(block.wall for block in largest)
    return [
        Bar("1,000 Redis: wall", 1000, wall, " ms"),
        Bar("1,000 Redis: CPU", 250, statistics.median(b.cpu_mean for b in largest), " ms"),
        Bar("1,000 Redis: CPU of a target to that among 100", 1.1, per_target(found, 1000, 100)),
        Bar("100 of 1,000 silent: timeouts by which a scrape is longer", 1.5, silence.timeouts),
        Bar("after the silence: scrapes until all are up", 1, silence.after),
    ]


def postgresql_part(options: argparse.Namespace, folder: Path) -> list[Bar]:
    """The databases of PostgreSQL."""
    with ExitStack() as kept:
        group = postgresql_daemons(folder, kept)
        found = measure(group, options.rounds)
        table_of("PostgreSQL", found, group, markdown=options.markdown)
    words = "100 PostgreSQL: CPU of a target to that among 10"
    return [Bar(words, 1.1, per_target(found, 100, 10))]


def table_of(kind: str, found: Found, group: Mapping[int, Contestant], *, markdown: bool) -> None:
    """Show the figures."""
    head = ["targets", "p50 ms", "CPU ms", "µs each", "CPU µs each", "series", "RSS MiB"]
    show("")
    show(table([head, *rows(kind, found, group)], markdown=markdown))


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=12, help="blocks of three scrapes (12)")
    parser.add_argument("--only", choices=["redis", "postgresql"], help="one kind of targets")
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # for the daemons, which inherit it
    show(f"{conditions()}; {options.rounds} rounds of 3 scrapes")
    bars: list[Bar] = []
    with scratch() as folder:
        if options.only != "postgresql":
            bars += redis_part(options, folder)
        if options.only != "redis":
            bars += postgresql_part(options, folder)
    finish(options, bars)


if __name__ == "__main__":
    main()
