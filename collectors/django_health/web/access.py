"""Who may see what: the rules of the settings, held against a request."""

from __future__ import annotations

import logging
from enum import Enum
from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest

from django_health.failure import described
from django_health.settings import HealthSettings
from django_health.settings.addresses import is_among, networks_of
from django_health.web.asked_host import is_expected_host
from django_health.web.client_address import client_address, is_direct_loopback

logger = logging.getLogger(__name__)

_told: set[str] = set()
"""Why nobody can tell who asks, as far as the log knows; empty once a user is known again."""


class Access(Enum):
    """What a request may see."""

    ALL = "everything"
    SHORT = "the short form"
    LOG_IN = "nothing, before the user has logged in"
    NOTHING = "nothing"


def access_of(
    request: HttpRequest,
    settings: HealthSettings,
    *,
    auth_required: bool = False,
    wants_details: bool = True,
) -> Access:
    """Return what a request may see.

    Where ``allowed_ips``, ``require_staff`` or ``require_auth`` is set, each of them has to hold,
    and then everything may be seen. Where none is, everybody may see the short form, and the rest
    is for a client on the same machine, without a proxy between and by a name of its own, and for
    users who are staff.

    Sessions are kept in the application's own database or cache, which may be what hangs: so the
    user is looked at only where the address has not decided.

    Args:
        request: Of whom.
        settings: The rules.
        auth_required: Whether ``require_auth`` is set here whatever the settings say.
        wants_details: Whether more than the short form was asked for.
    """
    if settings.allowed_ips and not _is_allowed_address(request, settings):
        return Access.NOTHING
    if settings.require_staff or settings.require_auth or auth_required:
        return _access_of_user(_user(request), staff=settings.require_staff)
    if settings.allowed_ips:
        return Access.ALL
    if not wants_details:
        return Access.SHORT
    if _is_local(request) or _is_staff(_user(request)):
        return Access.ALL
    return Access.SHORT


def _is_local(request: HttpRequest) -> bool:
    return is_direct_loopback(request.META) and is_expected_host(
        request.META, django_settings.ALLOWED_HOSTS
    )


def _is_allowed_address(request: HttpRequest, settings: HealthSettings) -> bool:
    address = client_address(request.META, settings.trusted_proxies)
    return address is not None and is_among(address, networks_of(tuple(settings.allowed_ips)))


def _access_of_user(user: Any, *, staff: bool) -> Access:
    if user is None:
        return Access.LOG_IN
    return Access.ALL if _is_staff(user) or not staff else Access.NOTHING


def _is_staff(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


def _user(request: HttpRequest) -> Any:
    """The user who is logged in; ``None`` where there is none, or nobody can tell."""
    try:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return None
    except Exception as error:  # noqa: BLE001 - whatever the session's store raises when it is down
        _tell_once(described(error))
        return None
    _told.clear()
    return user


def _tell_once(error: str) -> None:
    """Log an error, and not again with each probe that comes while it lasts."""
    if error not in _told:
        _told.add(error)
        logger.warning("nobody can tell who asks for the health: %s", error)
