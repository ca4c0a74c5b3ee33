"""Measures what a scrape costs, on real servers: ``make bench``.

Starts PostgreSQL, MariaDB, Redis and Memcached and the daemon on a Django project that uses them,
then scrapes as Prometheus does: one connection kept alive, OpenMetrics, gzip. Tells the time and
the daemon's CPU per scrape, its memory, its series, and the connections that were opened.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import psutil

from live_exporter import Stack, running_stack

HEADERS = {
    "Accept": "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
    "Accept-Encoding": "gzip",
    "X-Prometheus-Scrape-Timeout-Seconds": "10",
}


def scrapes(stack: Stack, count: int, pause: float) -> Iterator[tuple[float, float, bytes]]:
    """Scrape, and yield for each scrape its seconds, the daemon's CPU seconds and the body."""
    process = psutil.Process(stack.exporter.process.pid)
    connection = http.client.HTTPConnection(stack.exporter.host, stack.exporter.port, timeout=30)
    for _ in range(count):
        before, started = sum(process.cpu_times()[:2]), time.perf_counter()
        connection.request("GET", "/metrics", headers=HEADERS)
        body = connection.getresponse().read()
        taken = time.perf_counter() - started
        yield taken, sum(process.cpu_times()[:2]) - before, body
        time.sleep(pause)
    connection.close()


def redis_connections(stack: Stack) -> int:
    """Connections that Redis has accepted, less the one that asks."""
    client = stack.redis.connect()
    try:
        info: dict[str, int] = client.info("stats")
    finally:
        client.close()
    return info["total_connections_received"] - 1


def measure(stack: Stack, count: int, pause: float) -> dict[str, str]:
    """Return the figures in words."""
    list(scrapes(stack, 20, 0))
    connections = redis_connections(stack)
    found = list(scrapes(stack, count, pause))
    opened = redis_connections(stack) - connections - 1
    series = gzip.decompress(found[-1][2]).decode().splitlines()
    memory = psutil.Process(stack.exporter.process.pid).memory_full_info()
    milliseconds = [taken * 1000 for taken, _, _ in found]
    return {
        "time of a scrape, median": f"{statistics.median(milliseconds):.2f} ms",
        "time of a scrape, 99 %": f"{statistics.quantiles(milliseconds, n=100)[98]:.2f} ms",
        "CPU of a scrape, mean": f"{statistics.fmean(cpu for _, cpu, _ in found) * 1000:.2f} ms",
        "memory, RSS": f"{memory.rss / 2**20:.1f} MiB",
        "memory, USS": f"{memory.uss / 2**20:.1f} MiB",
        "series": f"{sum(not line.startswith('#') for line in series)}",
        "body, compressed": f"{len(found[-1][2]) / 1000:.1f} kB",
        "connections opened at Redis": f"{opened}",
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scrapes", type=int, default=500, help="how many (500)")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two (0)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_stack(Path(folder)) as stack:
        for words, figure in measure(stack, options.scrapes, options.pause).items():
            print(f"{words:<36}{figure:>12}")  # noqa: T201


if __name__ == "__main__":
    main()
