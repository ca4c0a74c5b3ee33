"""Whether settings fit the applications of the process, which can be loaded only once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings

from django_health.project import loading_held_off
from django_health.settings.validation import InvalidDocument

REMEDY = "restart the daemon"


@contextmanager
def expected_to_suit(new: Any) -> Iterator[None]:
    """Refuse settings with other applications than those loaded, and load none meanwhile.

    Args:
        new: The settings that are to be put in force in the block.

    Raises:
        InvalidDocument: Something has changed that a process keeps from when it loads them.
    """
    with loading_held_off() as is_held_off:
        if apps.apps_ready or apps.loading or not is_held_off:
            _expect_same(new)
        yield


def _expect_same(new: Any) -> None:
    for name in ("INSTALLED_APPS", *_swappable()):
        if _comparable(getattr(new, name, None)) != _comparable(getattr(settings, name, None)):
            raise InvalidDocument(
                f"{name} has changed, and the applications are loaded, which a process can do only "
                f"once: {REMEDY}"
            )


def _comparable(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _swappable() -> list[str]:
    """The settings that say which model stands for another, like ``AUTH_USER_MODEL``."""
    if not apps.models_ready:
        return ["AUTH_USER_MODEL"]
    options = (model._meta for model in apps.get_models(include_swapped=True))  # noqa: SLF001
    return sorted({"AUTH_USER_MODEL", *(one.swappable for one in options if one.swappable)})
