"""Imports a Django settings module, and explains in one line why it cannot be imported."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django_health.failure import place
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.project.modules import ImportRecord
from django_health_exporter.configuration.project.variables import Change, changes_since

_DOTTED = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")


@dataclass(frozen=True)
class Loaded:
    """What the last reading of settings left in the process.

    Attributes:
        modules: The project's modules that it imported.
        variables: What it did to the environment.
    """

    modules: tuple[str, ...] = ()
    variables: Mapping[str, Change] = field(default_factory=dict, repr=False)


_loaded = Loaded()


def last_loaded() -> Loaded:
    """Return what the settings in force have left in the process."""
    return _loaded


def remember(loaded: Loaded) -> None:
    """Take down what the settings that are in force now have left."""
    global _loaded  # noqa: PLW0603 - modules and environment are the process's, too
    _loaded = loaded


def load_settings(module: str, pythonpath: str) -> Mapping[str, object]:
    """Make ``module`` Django's settings and return its ``HEALTH_CHECK``, an empty one by default.

    Args:
        module: Dotted name of the settings module.
        pythonpath: Folder that is put first on the import path.

    Raises:
        InvalidDocument: Django is not installed, or the module cannot be imported; the text holds
            no value of a setting.
    """
    before = dict(os.environ)
    given, folder = prepared(module, pythonpath)
    from django.conf import settings  # noqa: PLC0415 - Django is an extra

    try:
        with ImportRecord(module.partition(".")[0], from_source=False) as record:
            dir(settings)  # imports the module: getattr() would take its AttributeError for absence
        found = health_check_in(settings)
    except InvalidDocument:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - settings may raise anything
        raise InvalidDocument(
            f"{given}: cannot be imported: {explained(error)}, looked in {folder}"
        ) from None
    remember(Loaded(record.own, changes_since(before)))
    return found


def prepared(module: str, pythonpath: str) -> tuple[str, Path]:
    """Make ready for the import of a settings module.

    Returns:
        What was given, in words, and the folder from which modules can be imported now.

    Raises:
        InvalidDocument: The name is none, there is no such folder, or Django is not installed.
    """
    if not _DOTTED.fullmatch(module):
        raise InvalidDocument("django.settings is no dotted name of a module like shop.settings")
    given = f"django.settings={module!r}"
    folder = _importable(pythonpath)
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    try:
        import django.conf  # noqa: F401, PLC0415 - Django is an extra
    except ImportError:
        raise InvalidDocument(
            f"{given}: Django is not installed: pip install 'django-health-exporter[django]'"
        ) from None
    return given, folder


def health_check_in(settings: object) -> Mapping[str, object]:
    """Return ``HEALTH_CHECK`` of Django's settings, an empty one where it is not there.

    Raises:
        InvalidDocument: It is no dictionary.
    """
    found = getattr(settings, "HEALTH_CHECK", {})
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


def explained(error: BaseException) -> str:
    """The error's type and place, and its text only where that cannot hold a setting's value."""
    if isinstance(error, SyntaxError) and error.filename:
        # Without a file name it is not the compiler's, and its text may be anything.
        return f"{error.msg} ({place(error)})"
    from django_health.project import explained as of_project  # noqa: PLC0415 - Django is there

    return of_project(error)
