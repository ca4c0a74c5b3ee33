"""Of the host and the container."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, nothing, strained
from mixin_queries.marks.reasons import MACHINE

NO_CGROUP = "the tests' own processes may have no limits"

MARKS: tuple[Mark, ...] = (
    ill("dhe-host/Now/What is wrong/[ACE]", "nothing is full, and nobody is away"),
    strained("dhe-host/Now/What is wrong/[BGI]", "nothing is full, nor nearly so"),
    strained("dhe-host/Now/What is wrong/F", MACHINE, may=True),
    strained("dhe-host/Now/What is wrong/[DH]", NO_CGROUP, may=True),
    ill("dhe-host/Disks/How full/A", "no disk is full"),
    strained("dhe-host/Disks/How full/B", "no disk is nearly full"),
    nothing("dhe-host/Now/What is wrong/L", "it is for a daemon that watches no host"),
    strained("dhe-host/Now/Container memory/A", NO_CGROUP, may=True),
    strained("dhe-host/Now/Killed for memory/A", NO_CGROUP, may=True),
    strained("dhe-host/Container/*/A", NO_CGROUP, may=True),
    strained("dhe-host/Container/Memory in bytes/B", NO_CGROUP, may=True),
    strained("dhe-host/Container/Processors/B", NO_CGROUP, may=True),
    strained("dhe-host/Network/Errors and drops/*", "devices with faults alone", may=True),
    strained("container.yaml/*", NO_CGROUP, may=True),
    strained("host.yaml/DjangoHealthDiskFilling/*", "no disk is nearly full"),
    strained("host.yaml/DjangoHealthInodes*", MACHINE, may=True),
    strained("host.yaml/DjangoHealthFilesystemReadOnly/*", "none was ever mounted anew"),
    strained("host.yaml/DjangoHealthLoadHigh/*", MACHINE, may=True),
    strained("host.yaml/DjangoHealthCpuHigh/*", MACHINE, may=True),
    strained("host.yaml/DjangoHealthNetworkErrors/*", MACHINE, may=True),
    strained("host.yaml/DjangoHealthHostRebooted/*", "the machine was not started anew"),
)
