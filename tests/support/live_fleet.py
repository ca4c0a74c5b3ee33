"""Exporters and Prometheus servers that share many targets, by the shipped configurations."""

from __future__ import annotations

import json
import re
import signal
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from live_exporter import Exporter
from live_servers import Redis
from shipped_prometheus import FOLDER, ConfiguredPrometheus

FLEET = FOLDER / "fleet"
NETWORK = "127.0.10"
"""Of loopback; its addresses end in the numbers of exporters, as their names do in the example."""

INTERVAL = 10
"""Seconds between two scrapes of a target."""


class FleetExporter(Exporter):
    """One of several exporters, which differ in their address alone.

    Args:
        folder: Its working folder.
        number: Its place among them.
        port: That of all.
        arguments: Of all.
    """

    def __init__(self, folder: Path, number: int, port: int, arguments: Sequence[str]) -> None:
        folder.mkdir()
        super().__init__(folder, arguments)
        self.host = f"{NETWORK}.{number}"
        self.port = port or self.port

    def kill(self) -> None:
        """Let it die without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


class FleetPrometheus(ConfiguredPrometheus):
    """One of the Prometheus servers, which may be asked about the past."""

    def samples(self, selector: str) -> dict[str, list[tuple[float, float]]]:
        """Return all samples of series by their label ``target``: instants and values."""
        query = urllib.parse.urlencode({"query": f"{selector}[1h]"})
        found = self._get(f"/api/v1/query?{query}")["data"]["result"]
        return {
            series["metric"]["target"]: [
                (float(at), float(value)) for at, value in series["values"]
            ]
            for series in found
        }

    def count(self, expression: str, at: float | None = None) -> int:
        """Return how many series there are, now or at an instant."""
        when = {} if at is None else {"time": f"{at:.3f}"}
        query = urllib.parse.urlencode({"query": f"count({expression})", **when})
        found = self._get(f"/api/v1/query?{query}")["data"]["result"]
        return int(found[0]["value"][1]) if found else 0


class Receiver(FleetPrometheus):
    """A store that takes what others send."""

    def _command(self) -> list[str]:
        return [*super()._command(), "--web.enable-remote-write-receiver"]


@dataclass(frozen=True)
class Fleet:
    """All of it, running.

    Attributes:
        redis: What all targets are.
        exporters: By number.
        shards: The Prometheus servers that have shares, by number.
        above: The one that federates.
        store: The one that receives.
    """

    redis: Redis
    exporters: Sequence[FleetExporter]
    shards: Sequence[FleetPrometheus]
    above: FleetPrometheus
    store: FleetPrometheus


@contextmanager
def running_fleet(folder: Path, targets: int, programs: Sequence[str]) -> Iterator[Fleet]:
    """Start three exporters and two Prometheus on so many targets, and both kinds of a whole.

    Args:
        folder: Takes files of the exporters.
        targets: How many caches there are, all of one Redis.
        programs: Prometheus for either number.
    """
    with ExitStack() as kept:
        redis = kept.enter_context(Redis())
        flags = [f"--config.file={_targets(folder, redis, targets)}"]
        exporters: list[FleetExporter] = []
        for number in range(3):
            port = exporters[0].port if exporters else 0
            exporter = FleetExporter(folder / f"exporter-{number}", number, port, flags)
            exporters.append(kept.enter_context(exporter))
        store = kept.enter_context(Receiver({}, {}, programs[0]))
        shards: list[FleetPrometheus] = []
        for number, program in enumerate(programs):
            made = shard(number, exporters[0].port, store, shards)
            shards.append(kept.enter_context(FleetPrometheus(made, {}, program)))
        above = kept.enter_context(FleetPrometheus(_above(shards), {}, programs[-1]))
        yield Fleet(redis, exporters, shards, above, store)


def numbered(number: int) -> str:
    """Return the file of a Prometheus as the command in the page makes it."""
    page = (FLEET / "README.md").read_text(encoding="utf-8")
    (place, old, new) = re.findall(r'sed "/(.+)/s/\\"(.)\\"/\\"(.+)\\"/" shard.yml', page)[0]
    assert new == "$number"
    lines = (FLEET / "shard.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(
        line.replace(f'"{old}"', f'"{number}"') if re.search(place, line) else line
        for line in lines
    )


def shard(
    number: int, port: int, store: ConfiguredPrometheus, peers: Sequence[ConfiguredPrometheus]
) -> dict[str, Any]:
    """Return the configuration of one of them, on loopback, without its rules.

    Args:
        number: Its own.
        port: That of all exporters.
        store: Where it sends all figures.
        peers: Those that it scrapes: who runs already.
    """
    text = re.sub(
        r"exporter-(\$?\w+)\.shop\.example:10170", rf"{NETWORK}.\g<1>:{port}", numbered(number)
    )
    made = _hastily(yaml.safe_load(text))
    for job in made["scrape_configs"]:
        for listed in job.get("http_sd_configs", []):
            listed["refresh_interval"] = "5s"
        if job["job_name"] == "prometheus":
            (listed,) = job["static_configs"]
            listed["targets"] = [f"{peer.host}:{peer.port}" for peer in peers]
    (sent,) = yaml.safe_load((FLEET / "remote-write.yml").read_text(encoding="utf-8"))[
        "remote_write"
    ]
    del sent["basic_auth"]
    sent["url"] = f"http://{store.host}:{store.port}/api/v1/write"
    # The store is for a test of what arrives, and this is enough of it.
    only = {"source_labels": ["__name__"], "regex": "django_health_cache_up", "action": "keep"}
    sent["write_relabel_configs"].append(only)
    return {**made, "remote_write": [sent]}


def _above(shards: Sequence[ConfiguredPrometheus]) -> dict[str, Any]:
    text = (FLEET / "federation.yml").read_text(encoding="utf-8")
    for number, server in enumerate(shards):
        assert f"prometheus-{number}.example:9090" in text
        text = text.replace(f"prometheus-{number}.example:9090", f"{server.host}:{server.port}")
    return _hastily(yaml.safe_load(text))


def _hastily(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Return it with other intervals, and without rules and whom they tell."""
    seconds = f"{INTERVAL}s"
    intervals = {"scrape_interval": seconds, "scrape_timeout": seconds}
    labels = configuration["global"]["external_labels"]
    return {
        "global": {**intervals, "external_labels": labels},
        "scrape_configs": configuration["scrape_configs"],
    }


def _targets(folder: Path, redis: Redis, count: int) -> Path:
    """Write the one file of all exporters."""
    url = f"redis://{redis.host}:{redis.port}/1"
    caches = {f"c{place:04}": {"url": url, "key_prefix": f"c{place:04}"} for place in range(count)}
    file = folder / "fleet.yml"  # JSON is YAML as well
    file.write_text(json.dumps({"caches": caches}), encoding="utf-8")
    return file
