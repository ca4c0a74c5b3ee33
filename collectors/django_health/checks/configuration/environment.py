"""Whether the environment has the variables that the project cannot do without."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django_health import process_environment
from django_health.check import BaseHealthCheck
from django_health.checks.configuration.families import MISSING_VARIABLES
from django_health.result import Outcome, Reason, Status

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_SHOWN = 20
"""So many names are told; the number tells of all."""

NO_NAME = "?"
"""Stands for what is no name of a variable: ``TOKEN=secret`` by mistake."""


class EnvironmentCheck(BaseHealthCheck):
    """The required environment variables, of which only the names are ever told.

    It looks at the environment of the process that checks: in the library it is the application's,
    in the daemon the daemon's own. A variable of white space alone counts as empty.

    Details: ``required``, a number; the names under ``missing`` and ``empty``.

    Args:
        names: The variables that have to be set and not empty.
        environ: The environment; that of the process where it is ``None``.
    """

    name = "configuration"
    part = "environment"
    description = "the environment variables of REQUIRED_ENV"

    def __init__(self, names: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._environ = environ

    def check(self) -> Outcome:
        """Look for each variable."""
        environ = process_environment.in_force() if self._environ is None else self._environ
        missing = [name for name in self._names if name not in environ]
        empty = [name for name in self._names if not environ.get(name, "x").strip()]
        details = {"required": len(self._names), "missing": _shown(missing), "empty": _shown(empty)}
        figure = (MISSING_VARIABLES(len(missing) + len(empty)),)
        if not missing and not empty:
            return Outcome(details=details, measurements=figure)
        message = "; ".join(
            f"required environment variables {what}: {', '.join(_shown(names))}"
            for what, names in (("are missing", missing), ("are empty", empty))
            if names
        )
        return Outcome(Status.ERROR, Reason.MISCONFIGURED, message, details, figure)


def _shown(names: Sequence[str]) -> list[str]:
    shown = [name if _NAME.fullmatch(name) else NO_NAME for name in names[:_SHOWN]]
    return [*shown, "..."] if len(names) > _SHOWN else shown
