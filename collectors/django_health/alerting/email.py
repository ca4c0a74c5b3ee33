"""Alerts by mail."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from email.utils import parseaddr

from django_health.alerting.channel import AlertChannel
from django_health.alerting.django_mail import project_mail, send_by_backend
from django_health.alerting.failures import KNOWN, alert_error
from django_health.alerting.mail import mail_of
from django_health.alerting.mail_address import mailbox, own_mailbox
from django_health.alerting.mail_session import MailSession
from django_health.alerting.news import News, news_of
from django_health.alerting.partly import Partly
from django_health.checks.smtp.server import MailServer
from django_health.network.authorities import Trust
from django_health.network.deadline import Deadline
from django_health.settings.declared_address import expect_host
from django_health.targets import Secret

_PORTS = {"none": 25, "starttls": 587, "tls": 465}


class EmailAlertChannel(AlertChannel):
    """Sends a mail, by a server of its own or as the Django project does.

    Args:
        *to: Who gets it.
        name: What it is called.
        sender: Whom it is from; else the project's ``SERVER_EMAIL`` or ``DEFAULT_FROM_EMAIL``, or
            the user where that is an address.
        host: The mail server; without it, the project's e-mail settings count.
        port: Of the server: 25, 587 with ``starttls`` or 465 with ``tls`` where it is ``None``.
        security: ``none``, ``starttls``, or ``tls`` from the first byte. Without it, ``tls`` on
            port 465 and ``starttls`` on others: a server that does not offer it gets no mail.
        user: Logs in with it, if it is given.
        password: The password; never shown.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
        timeout: Seconds for an attempt.

    Raises:
        ValueError: One of these cannot be used; the text says why, and repeats nothing.
    """

    def __init__(
        self,
        *to: str,
        name: str = "email",
        sender: str | None = None,
        host: str | None = None,
        port: int | None = None,
        security: str | None = None,
        user: str | None = None,
        password: str | None = None,
        ca_file: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        if not to:
            raise ValueError("to: at least one address is expected")
        if (user is None) != (password is None):
            raise ValueError("user and password are given together or not")
        if host is None and (port, security, user) != (None, None, None):
            raise ValueError("host is missing, without which the project's own settings count")
        self.name = name
        self.timeout = timeout
        self._to = tuple(dict.fromkeys(mailbox("to", address) for address in to))
        self._sender = None if sender is None else mailbox("from", sender)
        self._ca_file = ca_file
        self._server = None
        if host is not None:
            login = user or "", Secret(password or "")
            self._server = _server(host, port, security, login, Trust(ca_file))
        self._context: ssl.SSLContext | None = None
        self._partly = Partly("recipients")

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Send one mail to all recipients.

        Raises:
            AlertError: Nobody gets it.
        """
        news = news_of(health_data)
        if self._server is not None:
            self._send(self._server, self._sender or own_mailbox(self._server.user), news)
            return
        project = project_mail(self._ca_file)
        if project.server is None:
            send_by_backend(news, self._sender or project.sender, self._to, self.timeout)
        else:
            sender = self._sender or parseaddr(project.sender)[1]
            self._send(project.server, sender or own_mailbox(project.server.user), news)

    def _send(self, server: MailServer, sender: str, news: News) -> None:
        content = mail_of(news, sender, self._to).as_bytes()
        deadline = Deadline(self.timeout)
        try:
            # Kept until the next time: making one takes longer than all else here.
            self._context = server.trust.context() if server.security != "none" else None
            with closing(MailSession.begun(server, deadline, self._context)) as session:
                refused = session.send(sender, self._to, content)
                with suppress(*KNOWN):  # the server has the mail
                    session.quit()
        except KNOWN as error:
            raise alert_error(error) from None
        why = str(refused[0]) if refused else ""
        self._partly.note(self.name, len(refused), len(self._to), why)


def _server(
    host: str, port: int | None, security: str | None, login: tuple[str, Secret], trust: Trust
) -> MailServer:
    expect_host("host", host)
    chosen = security or ("tls" if port == _PORTS["tls"] else "starttls")
    if chosen not in _PORTS:
        raise ValueError("security: none, starttls or tls is expected")
    return MailServer(host, port or _PORTS[chosen], chosen, *login, trust)
