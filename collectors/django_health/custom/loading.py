"""All custom checks of a project: registered, named in settings, brought by packages."""

from __future__ import annotations

from collections.abc import Iterable

from django_health.check import BaseHealthCheck
from django_health.custom.entry_points import add_loaded, loaded_entry_points
from django_health.custom.paths import CheckPath, found_at
from django_health.custom.registration import registered_entries
from django_health.custom.roster import Roster
from django_health.errors import DuplicateCheckError, InvalidCheckError


def load_custom_checks(paths: Iterable[str | CheckPath] = ()) -> list[BaseHealthCheck]:
    """Return every custom check: those registered, then those of settings, then of packages.

    What stands in several of these places is there once. Importing a path may register checks; they
    are among the result. A path leads to an instance, to a class that is made without arguments,
    or to a function. An entry point that fails is a check of its own that says so, uncritical, with
    reason ``misconfigured``.

    Args:
        paths: Dotted paths like ``shop.health.PaymentsCheck``; see
            :func:`django_health.custom.django_settings.custom_check_paths`.

    Raises:
        ImportPathError: A path leads to nothing.
        InvalidCheckError: A path leads to something that is no check, or not as it has to be.
        DuplicateCheckError: The name of a check or of a gauge is taken.
    """
    wanted = [path if isinstance(path, CheckPath) else CheckPath(path) for path in paths]
    found = [(path, found_at(path)) for path in wanted]
    loaded = loaded_entry_points()
    roster = Roster(registered_entries())  # by now, for the imports above may have registered some
    for path, given in found:
        try:
            roster.add(given)
        except (InvalidCheckError, DuplicateCheckError) as error:
            raise type(error)(f"{path.setting}: {path.path!r}: {error}") from None
    broken = add_loaded(roster, loaded)
    return [*(entry.check for entry in roster.entries), *broken]
