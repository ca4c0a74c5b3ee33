"""Imports a Django settings module, and explains in one line why it cannot be imported."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from django_health.validation import InvalidDocument


def load_settings(module: str, pythonpath: str) -> Mapping[str, object]:
    """Make ``module`` Django's settings and return its ``HEALTH_CHECK``, an empty one by default.

    Args:
        module: Dotted name of the settings module.
        pythonpath: Folder that is put first on the import path.

    Raises:
        InvalidDocument: Django is not installed, or the module cannot be imported; the text holds
            no value of a setting.
    """
    place = f"django.settings={module!r}"
    folder = Path(pythonpath).resolve()
    if not folder.is_dir():
        raise InvalidDocument(f"django.pythonpath={pythonpath!r}: there is no such folder")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    try:
        from django.conf import settings  # noqa: PLC0415 - Django is an extra
    except ImportError:
        raise InvalidDocument(
            f"{place}: Django is not installed: pip install 'django-health-exporter[django]'"
        ) from None
    try:
        found = getattr(settings, "HEALTH_CHECK", {})
    except Exception as error:  # noqa: BLE001 - a settings module may raise anything
        raise InvalidDocument(f"{place}: {_explained(error, folder)}, looked in {folder}") from None
    if not isinstance(found, Mapping):
        raise InvalidDocument(f"HEALTH_CHECK: a dictionary is expected, got {type(found).__name__}")
    return found


def _explained(error: Exception, folder: Path) -> str:
    """The error's type and place, and its text only where that cannot hold a setting's value."""
    match error:
        case ModuleNotFoundError():
            return f"cannot be imported: there is no module {error.name!r}"
        case SyntaxError():
            name = Path(error.filename or "?").name
            return f"cannot be imported: {error.msg} ({name}:{error.lineno})"
        case KeyError():
            return f"cannot be imported: the key {error} is missing ({_place(error, folder)})"
    return f"cannot be imported: {type(error).__name__} at {_place(error, folder)}"


def _place(error: Exception, folder: Path) -> str:
    """The last place in the project that the error came through, else where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
