"""The mail server that Django sends by: its own e-mail backend is asked where that is.

So ``EMAIL_*``, ``MAILERS`` of Django 6.1 and backends with defaults of their own are all read by
Django itself. Making a backend opens no connection.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django_health.checks.smtp.server import MailServer
from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.result import Reason
from django_health.targets import Secret

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend
    from django.core.mail.backends.smtp import EmailBackend


def django_server(mailer: str, ca_file: str | None) -> MailServer | None:
    """Return where Django sends mail to; ``None`` where it does not send by SMTP.

    Args:
        mailer: Key in ``MAILERS``, where Django has that.
        ca_file: File with the certificates of authorities.

    Raises:
        CheckFailed: Django is not installed or not configured, or its e-mail settings are wrong.
    """
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - only where asked
        from django.core.mail.backends import smtp  # noqa: PLC0415
    except ImportError:
        raise CheckFailed(
            Reason.MISCONFIGURED, "no host is given, and Django is not installed to say it"
        ) from None
    try:
        backend = _backend(mailer)
    except (ImproperlyConfigured, ImportError, LookupError, TypeError, ValueError):
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "Django's e-mail settings cannot be used: look at EMAIL_* or MAILERS, or give a host",
        ) from None
    return _server(backend, ca_file) if isinstance(backend, smtp.EmailBackend) else None


def _backend(mailer: str) -> BaseEmailBackend:
    from django.core import mail  # noqa: PLC0415 - only where asked

    mailers: Mapping[str, BaseEmailBackend] | None = getattr(mail, "mailers", None)
    if mailers is not None:
        return mailers[mailer]
    if mailer != "default":
        raise LookupError  # MAILERS came with Django 6.1
    return mail.get_connection()


def _server(backend: EmailBackend, ca_file: str | None) -> MailServer:
    """What the backend would connect to; it logs in where it has both a user and a password."""
    security = "tls" if backend.use_ssl else "starttls" if backend.use_tls else "none"
    logs_in = bool(backend.username and backend.password)
    return MailServer(
        backend.host,
        backend.port,
        security,
        backend.username if logs_in else "",
        Secret(backend.password if logs_in else ""),
        Trust(ca_file, _path(backend.ssl_certfile), _path(backend.ssl_keyfile)),
    )


def _path(name: str | bytes | os.PathLike[str] | os.PathLike[bytes] | None) -> str | None:
    return None if name is None else os.fsdecode(name)
