"""Imports a Django settings module, and explains in one line why it cannot be imported."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.raised_at import raised_at

_DOTTED = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def load_settings(module: str, pythonpath: str) -> Mapping[str, object]:
    """Make ``module`` Django's settings and return its ``HEALTH_CHECK``, an empty one by default.

    Args:
        module: Dotted name of the settings module.
        pythonpath: Folder that is put first on the import path.

    Raises:
        InvalidDocument: Django is not installed, or the module cannot be imported; the text holds
            no value of a setting.
    """
    if not _DOTTED.fullmatch(module):
        raise InvalidDocument("django.settings is no dotted name of a module like shop.settings")
    place = f"django.settings={module!r}"
    folder = _importable(pythonpath)
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    try:
        from django.conf import settings  # noqa: PLC0415 - Django is an extra
    except ImportError:
        raise InvalidDocument(
            f"{place}: Django is not installed: pip install 'django-health-exporter[django]'"
        ) from None
    try:
        dir(settings)  # imports the module: getattr() would take its AttributeError for an absence
        found = getattr(settings, "HEALTH_CHECK", {})
    except (Exception, SystemExit) as error:  # noqa: BLE001 - settings may raise anything
        raise InvalidDocument(f"{place}: {_explained(error)}, looked in {folder}") from None
    if not isinstance(found, Mapping):
        raise InvalidDocument(f"HEALTH_CHECK: a dictionary is expected, got {type(found).__name__}")
    return found


def _importable(pythonpath: str) -> Path:
    """The folder, from which modules can be imported now."""
    folder = Path(pythonpath).resolve()
    if not folder.is_dir():
        raise InvalidDocument(f"django.pythonpath={pythonpath!r}: there is no such folder")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return folder


def _explained(error: BaseException) -> str:
    """The error's type and place, and its text only where that cannot hold a setting's value."""
    match error:
        case ModuleNotFoundError(name=str(name)) if _DOTTED.fullmatch(name):
            return f"cannot be imported: there is no module {name!r}"
        case SyntaxError(filename=str(filename)):
            # Without a file name it is not the compiler's, and its text may be anything.
            return f"cannot be imported: {error.msg} ({Path(filename).name}:{error.lineno})"
        case KeyError(args=(str(key),)) if _VARIABLE.fullmatch(key) and _is_of_environ(error):
            return f"cannot be imported: the key {key!r} is missing ({raised_at(error)})"
    return f"cannot be imported: {type(error).__name__} at {raised_at(error)}"


def _is_of_environ(error: KeyError) -> bool:
    """Whether it was ``os.environ`` that lacked the key; any other key may be a secret."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and frame.tb_frame.f_globals is vars(os)
