"""Tells of changed settings by Django's own signal, on which others rely to follow them."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import Settings
from django.core.signals import setting_changed

from django_health.failure import described

logger = logging.getLogger(__name__)


def tell(old: Any, new: Any) -> None:
    """Send ``setting_changed`` for each setting that is another; what a receiver raises is logged.

    Args:
        old: The settings of before.
        new: Those in force.
    """
    both = isinstance(old, Settings) and isinstance(new, Settings)  # else nothing was made of them
    if not both or not setting_changed.has_listeners():
        return
    for name in sorted(changed(old, new)):
        try:
            setting_changed.send(
                sender=Settings, setting=name, value=getattr(new, name, None), enter=True
            )
        except Exception as error:  # noqa: BLE001 - receivers are anybody's
            logger.warning("a receiver of the change of %s failed: %s", name, described(error))


def changed(old: Any, new: Any) -> set[str]:
    """Return the names of the settings that are there in one alone, or are not equal."""
    names = {name for settings in (old, new) for name in vars(settings) if name.isupper()}
    return {name for name in names if not _is_same(old, new, name)}


def _is_same(old: Any, new: Any, name: str) -> bool:
    missing = object()
    try:
        return bool(getattr(old, name, missing) == getattr(new, name, missing))
    except Exception:  # noqa: BLE001 - a value of the project's may be anything
        return False
