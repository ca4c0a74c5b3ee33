"""Hosts that are at their limits, or near them; the daemon watches them as it does real ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from live_exporter import Exporter
from mixin_stand.fake_host import Disk, FakeHost
from mixin_stand.stand import Stand
from mixin_stand.strains.daemons import folder, wait_until_scraped, watched
from mixin_stand.strains.strain import Strain, Then, fired

NEAR = {"warning": 1, "critical": 99.8}
"""Percent between which a host warns."""

_FULL = {
    "/": Disk(free=0.02),
    "/inodes": Disk(inodes_free=0.02),
    "/filling": Disk(free=0.2, inodes_free=0.15, filling=0.0005),
    "/lost": Disk(),
}


@contextmanager
def _near(stand: Stand) -> Iterator[None]:
    """Nothing is critical, and something warns."""
    host = FakeHost(folder(stand, "near"))
    file = host.directory / "health.yml"
    limits = {resource: dict(NEAR) for resource in ("memory", "disk")}
    file.write_text(yaml.safe_dump({"thresholds": limits}), encoding="utf-8")
    exporter = Exporter(host.directory, [f"--config.file={file}"], host.environ)
    with host.running(), watched(stand, "near", exporter):
        yield


@contextmanager
def _exhausted(stand: Stand) -> Iterator[Then]:
    """Everything is full or busy; then it starts anew, with a disk that cannot be written."""
    host = FakeHost(folder(stand, "exhausted"), busy=1.0, load=9.0, faults=5, disks=_FULL)
    host.memory, host.held_back = 0.97, 0.8

    def start_anew() -> None:
        wait_until_scraped(stand, "exhausted")
        host.remount(lost=True)
        host.started = time.time() - 60

    exporter = Exporter(host.directory, [], host.environ)
    with host.running(), watched(stand, "exhausted", exporter):
        yield start_anew


STRAINS = (
    Strain(_near, (fired("CheckWarning", job="near"),)),
    Strain(
        _exhausted,
        (
            fired("ContainerCpuHigh", severity="warning"),
            fired("ContainerCpuThrottled"),
            fired("ContainerMemoryHigh", severity="critical"),
            fired("ContainerOomKills"),
            fired("CpuHigh", job="exhausted", severity="warning"),
            fired("DiskFilling", severity="critical"),
            fired("FilesystemReadOnly"),
            fired("HostRebooted"),
            fired("InodesFilling"),
            fired("InodesLow", severity="critical"),
            fired("LoadHigh", job="exhausted"),
            fired("NetworkErrors"),
        ),
    ),
)
