"""Measures what the page about scaling reckons with: series, memory and CPU.

Series are counted in the answers of ``/probe`` on real servers. Exporters have some thousand
stand-ins of Redis in their file and are asked for none, then for each by ``/probe``, then for all.
A Prometheus scrapes pages of so many series once a second, a quarter of which moves with each
scrape; three minutes have as many samples as three quarters of an hour at an interval of 15 s.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from stand.clocks import cpu_seconds
from stand.daemon import daemon
from stand.figures import Bar, show, table
from stand.program import Program
from stand.redis_farm import RedisFarm
from stand.scraper import Scraper
from stand.script import arguments, conditions, finish, scratch
from stand.servers import Prometheus, running_servers

OF_PROMETHEUS = 5
"""Series that Prometheus itself adds to each target: up and four scrape_..."""

CONFIGURED = (1000, 5000)
PROBED = 1000
SERIES = (0, 20_000, 60_000)
MIB = 2**20


class Loaded(NamedTuple):
    """A Prometheus after some scrapes: bytes of memory, CPU seconds of a scrape."""

    memory: float
    cpu: float
    samples: int


def asked(program: Program, path: str) -> tuple[float, int]:
    """Ask once on a new connection; return CPU seconds and series."""
    before = cpu_seconds([program.pid])
    scraper = Scraper("127.0.0.1", program.port, path)
    scraped = scraper.scrape()
    scraper.close()
    if scraped.status != 200:
        raise RuntimeError(f"{path}: {scraped.status}")
    return cpu_seconds([program.pid]) - before, scraped.series


def with_targets(folder: Path, sections: Mapping[str, Any], *flags: str) -> Program:
    """Return a daemon on a file of targets, not yet started."""
    folder.mkdir()
    file = folder / "config.yml"  # JSON is YAML as well
    file.write_text(json.dumps(sections), encoding="utf-8")
    return daemon(folder, [f"--config.file={file}", *flags])


def series_part(folder: Path, *, markdown: bool) -> None:
    """Count the series of each kind of target."""
    with running_servers(folder) as (one, two, three, four):
        login = {"password": one.password, "host": one.host, "port": one.port, "user": one.user}
        other = {"password": two.password, "host": two.host, "port": two.port, "user": two.user}
        sections = {
            "databases": {
                "postgresql": {"engine": "postgresql", "name": one.database, **login},
                "mariadb": {"engine": "mysql", "name": two.database, **other},
            },
            "caches": {
                "redis": {"url": f"redis://{three.host}:{three.port}/1"},
                "memcached": {"url": f"memcached://{four.host}:{four.port}"},
            },
            "tcp": {"port": {"host": three.host, "port": three.port}},
        }
        with with_targets(folder / "kinds", sections) as program:
            found = {}
            for name in (
                "database/postgresql",
                "database/mariadb",
                "cache/redis",
                "cache/memcached",
                "tcp/port",
            ):
                for _ in range(3):
                    count = asked(program, f"/probe?target={name}")[1]
                found[name] = count + OF_PROMETHEUS
            found["an exporter with its host"] = (
                asked(program, "/metrics?collect[]=system")[1] + OF_PROMETHEUS
            )
    rows = [[name, str(count)] for name, count in found.items()]
    show("\n" + table([["target", "series"], *rows], markdown=markdown))


def exporter_part(folder: Path, *, markdown: bool) -> list[Bar]:
    """Measure memory and CPU of exporters."""
    with RedisFarm(folder, PROBED) as farm:
        memory = {}
        for count in (1, *CONFIGURED):
            with _waiting(folder / f"configured-{count}", _caches(farm, count)) as program:
                memory[count] = _rss(program.pid)
        probed = _probed(folder / "probed", farm)
    least, *_, most = memory
    configured = (memory[most] - memory[least]) / (most - least) * 1000
    rows = [
        ["an exporter with one target, MiB", f"{memory[least]:.0f}"],
        [f"1,000 targets, configured (of {most:,}), MiB", f"{configured:.1f}"],
        ["1,000 targets, asked, besides, MiB", f"{probed.memory:.1f}"],
        ["a probe, CPU ms, the first", f"{probed.first * 1000:.2f}"],
        ["a probe, CPU ms, each later one", f"{probed.later * 1000:.2f}"],
        ["a target in /metrics, CPU ms", f"{probed.together * 1000:.2f}"],
    ]
    show("\n" + table([["exporter", ""], *rows], markdown=markdown))
    return [
        Bar("1,000 targets, configured: memory", 25, configured, " MiB"),
        Bar("1,000 targets, asked, besides: memory", 25, probed.memory, " MiB"),
    ]


class Probed(NamedTuple):
    """What it costs to ask each target: MiB of 1,000, CPU seconds of one."""

    memory: float
    first: float
    later: float
    together: float


def _probed(folder: Path, farm: RedisFarm) -> Probed:
    sections = _caches(farm, PROBED)
    with _waiting(folder, sections, "--no-collector.system") as program:
        idle = _rss(program.pid)
        paths = [f"/probe?target=cache/{name}" for name in sections["caches"]]
        first = [asked(program, path)[0] for path in paths]
        connected = _rss(program.pid)
        later = [asked(program, path)[0] for path in paths]
        together = [asked(program, "/metrics")[0] for _ in range(5)]
    return Probed(
        (connected - idle) / PROBED * 1000,
        sum(first) / PROBED,
        sum(later) / PROBED,
        min(together) / PROBED,
    )


@contextmanager
def _waiting(folder: Path, sections: Mapping[str, Any], *flags: str) -> Iterator[Program]:
    """Start a daemon that has not yet been asked for any target."""
    program = with_targets(folder, sections, *flags)
    program.start()
    try:
        limit = time.monotonic() + 60
        while not _lives(program):
            if time.monotonic() > limit:
                raise RuntimeError(program.log)
            time.sleep(0.1)
        yield program
    finally:
        program.stop()


def _lives(program: Program) -> bool:
    try:
        asked(program, "/-/healthy")
    except OSError:
        return False
    return True


def _caches(farm: RedisFarm, count: int) -> dict[str, Any]:
    ports = farm.ports
    return {
        "caches": {
            f"c{place:05}": {"url": f"redis://127.0.0.1:{ports[place % len(ports)]}/0"}
            for place in range(count)
        }
    }


def _rss(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / MIB


def prometheus_part(scrapes: int, *, markdown: bool) -> None:
    """Measure memory and CPU of a Prometheus by the series that it scrapes."""
    found = {count: _loaded(count, scrapes) for count in SERIES}
    empty = found[0]
    rows = [
        [
            f"{count:,}",
            str(one.samples),
            f"{one.memory / MIB:.0f}",
            f"{(one.memory - empty.memory) / count / 1000:.1f}" if count else "",
            f"{(one.cpu - empty.cpu) / count * 1e6:.2f}" if count else "",
        ]
        for count, one in found.items()
    ]
    head = ["series", "samples each", "RSS MiB", "kB each", "CPU µs a sample"]
    show("\n" + table([head, *rows], markdown=markdown))


def _loaded(count: int, scrapes: int) -> Loaded:
    with _page(count) as (address, served), Prometheus(targets=[address]) as server:
        while len(served) < 5:
            time.sleep(0.1)
        before, begun = cpu_seconds([server.pid]), len(served)
        while len(served) < scrapes:
            time.sleep(0.1)
        spent = (cpu_seconds([server.pid]) - before) / (len(served) - begun)
        return Loaded(_rss(server.pid) * MIB, spent, len(served))


@contextmanager
def _page(count: int) -> Iterator[tuple[str, Sequence[float]]]:
    """Serve pages of so many series with other values each time; tell when each was asked for."""
    chance = random.Random(1)  # noqa: S311 - of figures
    pages = [_text(count, chance) for _ in range(8)]
    served: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.append(time.monotonic())
            body = pages[len(served) % len(pages)]
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _text(count: int, chance: random.Random) -> bytes:
    """Figures as those of a cache are: some that move, most that stay as they are."""
    return b"".join(
        b'django_health_figure_%d{cache="c%05d",server="cache-%05d.example:6379"} %d\n'
        % (
            place % 40,
            place // 40,
            place // 40,
            chance.randrange(10**6) if place % 4 == 0 else place,
        )
        for place in range(count)
    )


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument(
        "--scrapes", type=int, default=180, help="of Prometheus, one a second (180)"
    )
    parser.add_argument("--only", choices=["series", "exporter", "prometheus"], help="one part")
    options: argparse.Namespace = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # for the daemons, which inherit it
    show(conditions())
    bars: list[Bar] = []
    with scratch() as folder:
        if options.only in (None, "series"):
            series_part(folder, markdown=options.markdown)
        if options.only in (None, "exporter"):
            bars += exporter_part(folder, markdown=options.markdown)
        if options.only in (None, "prometheus"):
            prometheus_part(options.scrapes, markdown=options.markdown)
    finish(options, bars)


if __name__ == "__main__":
    main()
