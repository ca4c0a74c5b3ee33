"""Whether the settings that make a project safe are fit for production."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.checks.security.base import (
    SECRET_KEY_INSECURE_PREFIX,
    SECRET_KEY_MIN_LENGTH,
    SECRET_KEY_MIN_UNIQUE_CHARACTERS,
)
from django.core.exceptions import ImproperlyConfigured

from django_health.check import BaseHealthCheck
from django_health.checks.configuration.families import FINDING
from django_health.result import Outcome, Reason, Status

SENTENCES = {
    "debug": "DEBUG is on",
    "weak_secret_key": "SECRET_KEY is weak",
    "weak_secret_key_fallbacks": "SECRET_KEY_FALLBACKS has a weak key",
    "no_allowed_hosts": "ALLOWED_HOSTS is empty, so that every request is refused",
    "any_allowed_host": "ALLOWED_HOSTS lets every host name in",
}
"""The findings there are, which are also the values of the label."""


class ProductionCheck(BaseHealthCheck):
    """DEBUG, the quality of the secret keys, and the allowed hosts; never a value of them.

    A finding is a warning. With DEBUG on, that is the only one: a project under development hears
    one sentence, and so does one that was deployed with DEBUG left on. The details and gauges tell
    of the keys in both cases, of the hosts with DEBUG off alone, since Django ignores the setting
    otherwise. A key is weak by the rules of Django's ``security.W009``: short, of few different
    characters, or made by ``startproject``.

    Details: a boolean per finding.
    """

    details_are_final = True
    name = "configuration"
    part = "settings"
    description = "DEBUG, SECRET_KEY and ALLOWED_HOSTS"
    critical = False

    def check(self) -> Outcome:
        """Look at the settings as they are now."""
        found = _findings()
        told = ["debug"] if found["debug"] else [name for name, is_so in found.items() if is_so]
        measurements = tuple(FINDING(is_so, name) for name, is_so in found.items())
        if not told:
            return Outcome(details=found, measurements=measurements)
        message = "; ".join(SENTENCES[name] for name in told)
        return Outcome(Status.WARNING, Reason.MISCONFIGURED, message, found, measurements)


def _findings() -> dict[str, bool]:
    debug = bool(settings.DEBUG)
    hosts = list(settings.ALLOWED_HOSTS)
    found = {
        "debug": debug,
        "weak_secret_key": _is_weak_secret_key(),
        "weak_secret_key_fallbacks": _has_weak(settings.SECRET_KEY_FALLBACKS),
        "no_allowed_hosts": not debug and not hosts,
        "any_allowed_host": not debug and "*" in hosts,
    }
    return {name: found[name] for name in SENTENCES}


def _is_weak_secret_key() -> bool:
    try:
        return _has_weak([settings.SECRET_KEY])
    except ImproperlyConfigured:  # so Django calls an empty one
        return True


def _has_weak(keys: Iterable[object]) -> bool:
    return any(_is_weak(key) for key in keys)


def _is_weak(key: object) -> bool:
    text = key.decode("latin-1") if isinstance(key, bytes) else str(key)
    return (
        len(text) < SECRET_KEY_MIN_LENGTH
        or len(set(text)) < SECRET_KEY_MIN_UNIQUE_CHARACTERS
        or text.startswith(SECRET_KEY_INSECURE_PREFIX)
    )
