"""The mail that a message becomes: headers, text and page."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from django_health.alerting.mail_html import signature
from django_health.alerting.message import message_of
from django_health.alerting.news import News

NAME = "Django health"
"""Beside the address of the sender."""

# Nobody's vacation answers it, and no server has to take more than ASCII.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def mail_of(news: News, sender: str, recipients: tuple[str, ...]) -> EmailMessage:
    """Return the mail.

    Args:
        news: What to tell.
        sender: Address of who sends it.
        recipients: Addresses of those who get it.
    """
    message = message_of(news)
    name, _, domain = sender.rpartition("@")
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["Subject"] = message.subject
    mail["From"] = Address(NAME, name, domain)
    mail["To"] = [Address("", *_split(one)) for one in recipients]
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = make_msgid(domain=domain)
    for header, value in {**HEADERS, **thread_of(news, domain)}.items():
        mail[header] = value
    mail.set_content(f"{message.text}\n\n-- \n{signature(news)}\n", cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail


def thread_of(news: News, domain: str) -> dict[str, str]:
    """Return the header that shows all mails of one trouble as one conversation."""
    prints = [item.fingerprint for item in news.items if item.fingerprint.isalnum()]
    if len(prints) != 1 or not prints[0].isascii():
        return {}
    return {"References": f"<{prints[0]}@django-health.{domain}>"}


def _split(address: str) -> tuple[str, str]:
    name, _, domain = address.rpartition("@")
    return name, domain
