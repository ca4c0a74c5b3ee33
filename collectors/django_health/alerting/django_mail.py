"""Alerts by the mail of a Django project: its server or its backend, its sender."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, NamedTuple

from django_health.alerting.channel import AlertError
from django_health.alerting.mail import HEADERS, thread_of
from django_health.alerting.mail_html import signature
from django_health.alerting.message import message_of
from django_health.alerting.news import News
from django_health.checks.smtp.django_mailer import django_server
from django_health.checks.smtp.server import MailServer
from django_health.failure import CheckFailed, described, reason_of
from django_health.result import Reason

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

_UNUSED = "root@localhost"
"""What ``SERVER_EMAIL`` is where a project has not set it."""

_ABSENT = "no host is given, and Django, whose mail would be used, is not there or not configured"


class ProjectMail(NamedTuple):
    """How the project sends mail.

    Attributes:
        sender: Whom its mail for administrators is from.
        server: Where it sends to; ``None`` where its backend does something else.
    """

    sender: str
    server: MailServer | None


def project_mail(ca_file: str | None) -> ProjectMail:
    """Return how Django sends mail.

    Args:
        ca_file: File with the certificates of authorities.

    Raises:
        AlertError: It does not.
    """
    try:
        from django.conf import settings  # noqa: PLC0415 - only who has no host needs Django
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.mail.backends import smtp  # noqa: PLC0415
    except ImportError:
        raise AlertError(Reason.MISCONFIGURED, _ABSENT, retry=False) from None
    try:
        server_email, default = settings.SERVER_EMAIL, settings.DEFAULT_FROM_EMAIL
    except (ImproperlyConfigured, ImportError):
        raise AlertError(Reason.MISCONFIGURED, _ABSENT, retry=False) from None
    try:
        server = django_server("default", ca_file)
    except CheckFailed as failure:
        raise AlertError(failure.reason, str(failure), retry=False) from None
    # A backend of the project's own may sign, queue or count, beyond what SMTP does.
    is_plain = server is not None and type(_backend()) is smtp.EmailBackend
    sender = default if server_email == _UNUSED else server_email
    return ProjectMail(str(sender), server if is_plain else None)


def send_by_backend(news: News, sender: str, recipients: tuple[str, ...], timeout: float) -> None:
    """Have the project's own backend send a mail.

    Args:
        news: What to tell.
        sender: Whom it is from; a name beside the address is taken.
        recipients: Addresses of those who get it.
        timeout: Seconds for each wait of a backend that speaks SMTP; others have their own.

    Raises:
        AlertError: It did not.
    """
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415 - Django is an extra

    message = message_of(news)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        message.subject,
        f"{message.text}\n\n-- \n{signature(news)}\n",
        sender,
        list(recipients),
        headers={**HEADERS, **thread_of(news, domain)},
    )
    mail.attach_alternative(message.html, "text/html")
    try:
        backend = _backend()
        if hasattr(backend, "timeout"):
            backend.timeout = min(backend.timeout or timeout, timeout)
        sent = backend.send_messages([mail])
    except Exception as error:  # noqa: BLE001 - of any backend; its text may hold a password
        reason = reason_of(error) or Reason.UNAVAILABLE
        raise AlertError(reason, f"Django's e-mail backend: {described(error)}") from None
    if sent == 0:
        raise AlertError(Reason.UNAVAILABLE, "Django's e-mail backend did not send it")


def _backend() -> BaseEmailBackend:
    from django.core import mail  # noqa: PLC0415 - Django is an extra

    mailers = getattr(mail, "mailers", None)  # of Django 6.1
    backend: BaseEmailBackend = mail.get_connection() if mailers is None else mailers["default"]
    return backend
