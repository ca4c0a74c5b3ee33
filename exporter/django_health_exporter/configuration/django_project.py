"""Imports a Django settings module, and explains in one line why it cannot be imported."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from django_health.failure import place
from django_health.settings.validation import InvalidDocument

_DOTTED = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")


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
    given = f"django.settings={module!r}"
    folder = _importable(pythonpath)
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    try:
        from django.conf import settings  # noqa: PLC0415 - Django is an extra
    except ImportError:
        raise InvalidDocument(
            f"{given}: Django is not installed: pip install 'django-health-exporter[django]'"
        ) from None
    try:
        dir(settings)  # imports the module: getattr() would take its AttributeError for an absence
        found = getattr(settings, "HEALTH_CHECK", {})
    except (Exception, SystemExit) as error:  # noqa: BLE001 - settings may raise anything
        raise InvalidDocument(
            f"{given}: cannot be imported: {_explained(error)}, looked in {folder}"
        ) from None
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
    if isinstance(error, SyntaxError) and error.filename:
        # Without a file name it is not the compiler's, and its text may be anything.
        return f"{error.msg} ({place(error)})"
    from django_health.project import explained  # noqa: PLC0415 - Django is there by now

    return explained(error)
