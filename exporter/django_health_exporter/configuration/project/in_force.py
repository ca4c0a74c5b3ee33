"""Puts settings in force for everything that reads ``django.conf.settings``.

Checks of the engine that is still in force read settings meanwhile, on their own threads. They
must find all of the old ones or all of the new ones, never none. Django's own way, which is made
for tests of one thread (``settings._wrapped = ...``), empties the object's dictionary first,
``_wrapped`` included: who reads a setting just then finds that ``None`` has no such attribute. So
the dictionary is replaced as a whole here, in one step.

Django keeps each value that was read in that dictionary. Who was reading a setting in the moment of
the replacement puts an old value into the new dictionary, some bytecodes later, where it would stay
for good. :func:`drop_stale` takes such values out; it is called again when the reading threads have
had time to come to their end.
"""

from __future__ import annotations

from typing import Any

from django.conf import Settings, settings

_WRAPPED = "_wrapped"


def wrapped() -> Any:
    """Return what is in force: the settings themselves, or Django's word for none."""
    return vars(settings)[_WRAPPED]


def put_in_force(new: Settings | Any) -> None:
    """Have everybody read other settings from now on.

    Args:
        new: The settings, or what :func:`wrapped` returned before.
    """
    object.__setattr__(settings, "__dict__", {_WRAPPED: new})


def drop_stale() -> None:
    """Forget values that are kept and are not those of the settings in force."""
    kept, missing = vars(settings), object()
    source = kept[_WRAPPED]
    for name, value in tuple(kept.items()):
        if name != _WRAPPED and getattr(source, name, missing) is not value:
            kept.pop(name, None)
