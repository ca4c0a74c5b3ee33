"""The dashboard of the hosts."""

from __future__ import annotations

from mixin.dashboards.board import Board
from mixin.dashboards.host.container import CONTAINER
from mixin.dashboards.host.disks import DISKS
from mixin.dashboards.host.names import FULL as _FULL
from mixin.dashboards.host.network import NETWORK
from mixin.dashboards.host.now import NOW
from mixin.dashboards.host.origin import ORIGIN
from mixin.dashboards.host.processor import PROCESSOR
from mixin.dashboards.links import HOST

BOARD = Board(
    uid=HOST,
    title="Django health / Host & container",
    description="CPU, memory, disks and network of the hosts, and the limits of the containers.",
    alias=(_FULL, "mountpoint"),
    alias_name="Mountpoint",
    rows=[NOW, PROCESSOR, DISKS, NETWORK, CONTAINER, ORIGIN],
)
