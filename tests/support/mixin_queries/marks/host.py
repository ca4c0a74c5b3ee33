"""Of the host and the container."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, nothing, past
from mixin_queries.marks.reasons import FULL, HOURS, MACHINE, NO_CGROUP

MARKS: tuple[Mark, ...] = (
    past("dhe-host/Now/What is wrong/F", MACHINE, may=True),
    ill("dhe-host/Now/What is wrong/[ACE]", "nothing is full, and nobody is away"),
    past("dhe-host/Now/What is wrong/[DH]", NO_CGROUP, may=True),
    past("dhe-host/Now/What is wrong/B", MACHINE),
    past("dhe-host/Now/What is wrong/[GI]", "what is ill here is critical at once"),
    ill("dhe-host/Disks/How full/A", "no disk is full"),
    past("dhe-host/Disks/How full/B", "what is ill here is critical at once"),
    nothing("dhe-host/Now/What is wrong/L", "it is for a daemon that watches no host"),
    past("dhe-host/Now/Container memory/A", NO_CGROUP, may=True),
    past("dhe-host/Now/Killed for memory/A", NO_CGROUP, may=True),
    past("dhe-host/Container/*/A", NO_CGROUP, may=True),
    past("dhe-host/Container/Memory in bytes/B", NO_CGROUP, may=True),
    past("dhe-host/Container/Processors/B", NO_CGROUP, may=True),
    past("dhe-host/Network/Errors and drops/*", "only devices with faults are shown", may=True),
    past("container.yaml/*", NO_CGROUP, may=True),
    past("host.yaml/DjangoHealthDiskFilling/*", HOURS),
    past("host.yaml/DjangoHealthInodes*", FULL, may=True),
    past("host.yaml/DjangoHealthFilesystemReadOnly/*", MACHINE),
    past("host.yaml/DjangoHealthLoadHigh/*", MACHINE, may=True),
    past("host.yaml/DjangoHealthCpuHigh/*", MACHINE, may=True),
    past("host.yaml/DjangoHealthNetworkErrors/*", MACHINE, may=True),
    past("host.yaml/DjangoHealthHostRebooted/*", MACHINE, may=True),
)
