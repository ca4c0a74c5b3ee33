"""What a scrape tells of each server of the stack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from live_exporter import Samples

COMPONENTS = ("database", "cache", "migrations", "celery", "http")
"""Those with a server in them; the configuration's warnings and the host are as they are."""


class Illness(NamedTuple):
    """What a scrape says of a target that is not well; Celery has no name for its one target."""

    component: str
    name: str
    reason: str


@dataclass(frozen=True)
class Target:
    """A server of the stack as the daemon calls it.

    Attributes:
        component: To which it belongs.
        name: Its alias, or the name of its declaration.
        also: Further components that ask the same server.
    """

    component: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        """All components that are ill with it."""
        return (self.component, *self.also)

    def illnesses(self, reason: str) -> set[Illness]:
        """What has to be told when it is ill."""
        return {Illness(component, self.name, reason) for component in self.components}


TARGETS = {
    "postgresql": Target("database", "default", ("migrations",)),
    "mariadb": Target("database", "reporting", ("migrations",)),
    "redis": Target("cache", "default"),
    "memcached": Target("cache", "sessions"),
    "broker": Target("celery", ""),
    "rabbitmq": Target("celery", ""),
    "http": Target("http", "shop"),
}
"""By the name of the proxy."""


def illnesses(samples: Samples) -> set[Illness]:
    """All that a scrape says is not well."""
    told = set()
    for (family, labels), value in samples.values.items():
        component = family.removeprefix("django_health_").removesuffix("_error")
        if value != 1 or not family.endswith("_error") or component not in {*COMPONENTS, "check"}:
            continue
        named = dict(labels)
        reason = named.pop("reason")
        if component != "check":
            told.add(Illness(component, next(iter(named.values())), reason))
        elif named["check"] == "celery":
            told.add(Illness("celery", "", reason))
    return told


def broken_components(told: Iterable[Illness]) -> dict[str, float]:
    """What ``django_health_check_status`` has to say of each component."""
    ill = {illness.component for illness in told}
    return {component: float(component not in ill) for component in COMPONENTS}
