"""Which alerts each real Alertmanager tells of in one message, with the shipped routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from alert_channels import eventually
from amtools import alertmanager_beside, amtools
from live_servers.alertmanager import Alertmanager
from shipped_alertmanager import TEMPLATES, shipped

ONE = {
    "alertname": "DjangoHealthDatabaseDown",
    "severity": "critical",
    "component": "database",
    "cluster": "north",
    "shard": "0",
    "environment": "live",
    "namespace": "web",
    "job": "shop",
    "instance": "app-1:10170",
    "database": "default",
}
TOGETHER = {"shard": "1", "instance": "app-2:10170", "database": "reporting"}
APART = {
    "alertname": "DjangoHealthDatabaseSlow",
    "component": "cache",
    "cluster": "south",
    "environment": "staging",
    "namespace": "next",
    "job": "blog",
}


@pytest.fixture(params=amtools(), ids=str)
def alertmanager(request: pytest.FixtureRequest) -> Iterator[Alertmanager]:
    """One that groups as the shipped configuration has it, and sends nothing to anybody."""
    configuration = shipped()
    configuration["receivers"] = [{"name": one["name"]} for one in configuration["receivers"]]
    del configuration["global"], configuration["inhibit_rules"]
    program = alertmanager_beside(request.param)
    with Alertmanager(configuration, TEMPLATES, program=program) as server:
        yield server


def test_a_message_is_about_one_thing_in_one_place(alertmanager: Alertmanager) -> None:
    """Instances, databases and shards are told of together; other places and things are not."""
    near = [ONE, *(ONE | {label: other} for label, other in TOGETHER.items())]
    far = [ONE | {label: other} for label, other in APART.items()]
    alertmanager.post(*({"labels": labels} for labels in near + far))

    def found() -> list[dict[str, Any]]:
        groups = alertmanager.groups()
        count = sum(len(group["alerts"]) for group in groups)
        return groups if count == len(near + far) else []

    sizes = sorted(len(group["alerts"]) for group in eventually(found))
    assert sizes == [*[1] * len(far), len(near)]
