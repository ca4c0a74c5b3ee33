"""Which forms stand together in one daemon."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from canary_secrets import (
    caches,
    custom,
    databases,
    declared,
    in_environment,
    in_file,
    of_project,
    on_disk,
)
from canary_secrets.canary import Canary, leaks
from canary_secrets.form import NOWHERE, Form, World
from canary_secrets.scene import Scene

_PROJECT = (
    *(*databases.FORMS, *caches.FORMS, *on_disk.FORMS, *declared.FORMS),
    *(*of_project.FORMS, *custom.FORMS),
)

GROUPS: Mapping[str, tuple[Form, ...]] = {
    "django": (*_PROJECT, of_project.AMQP_BROKER, *in_file.FORMS),
    "redis-broker": (of_project.FORMS[0], of_project.REDIS_BROKER),
    "environment": in_environment.FORMS,
}
"""Forms by the name of their daemon; in each are as many as do not rule each other out."""

FORMS = tuple({form.name: form for forms in GROUPS.values() for form in forms}.values())
"""All of them."""

CANARIES: tuple[Canary, ...] = tuple(form.canary for form in FORMS)
"""The credentials of all of them."""


def scene_of(group: str, folder: Path, world: World, timeout: float) -> Scene:
    """Return what all forms of a group write."""
    scene = Scene(folder, timeout)
    scene.environ |= world.environ
    for form in GROUPS[group]:
        form.write(scene, form.canary, world.places.get(form.kind, NOWHERE))
    return scene


def leaking(outputs: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The outputs that tell credentials, and the forms whose they are."""
    told = {name: leaks(output, CANARIES) for name, output in outputs.items()}
    return {name: forms for name, forms in told.items() if forms}
