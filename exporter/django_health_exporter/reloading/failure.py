"""Why a configuration could not take over."""

from __future__ import annotations

from django_health.errors import HealthCheckError
from django_health.failure import described
from django_health_exporter.web.server import ListenError


class ReloadError(Exception):
    """The configuration of before goes on; the text is one line that says why, without a secret."""


def reason_for(error: BaseException) -> str:
    """Return one line for what was raised while a configuration was read.

    Errors of ours name place, value and remedy. Anything else comes from the project's code: its
    text may be a secret, so that type and place are all that is told.
    """
    if isinstance(error, HealthCheckError | ListenError | ReloadError):
        return str(error)
    return f"the configuration cannot be used: {described(error)}"
