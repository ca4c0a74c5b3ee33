"""Does a mail server serve: greeting, EHLO, STARTTLS and login where wanted, NOOP, QUIT."""

from __future__ import annotations

import ssl
import time
from contextlib import closing

from django_health.checks.endpoint import EndpointCheck, Figures
from django_health.checks.smtp.django_mailer import django_server
from django_health.checks.smtp.families import (
    CERTIFICATE_EXPIRY,
    CONNECT_SECONDS,
    SESSION_SECONDS,
)
from django_health.checks.smtp.server import MailServer, declared_server
from django_health.checks.smtp.session import SmtpSession
from django_health.network.certificate import expiry_of, presented_expiry
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Status
from django_health.settings.declarations import SmtpServer


class SmtpCheck(EndpointCheck):
    """One mail server, connected to in each run as Django does for each batch; nothing is sent.

    Args:
        name: What it is called; the value of the label ``endpoint``.
        server: Where it is; without a host, where Django sends its mail to.
        timeout: Seconds for a run where the declaration has none.
    """

    name = "smtp"
    description = "SMTP: EHLO, STARTTLS and login where wanted, NOOP, QUIT; no mail is sent"

    def __init__(self, name: str, server: SmtpServer, timeout: float) -> None:
        super().__init__(name, server, timeout)
        self._declaration = server
        self._context: ssl.SSLContext | None = None

    def ask(self, deadline: Deadline, figures: Figures) -> Outcome | None:
        """Speak with the server; skipped where Django does not send by SMTP."""
        server = self._server()
        if server is None:
            return Outcome(Status.SKIPPED, message="Django's e-mail backend does not send by SMTP")
        if server.security != "none":
            self._context = server.trust.context()
        begun = time.perf_counter()
        with closing(self._opened(server, deadline, figures)) as session:
            figures.add("connect_seconds", session.greeted - begun, CONNECT_SECONDS)
            expiry = expiry_of(session.connection.certificate)
            figures.add_time("certificate_expires", expiry, CERTIFICATE_EXPIRY)
            if server.security == "starttls":
                session.hello()
            if server.user:
                session.log_in(server.user, server.password)
            session.command("NOOP", 250)
            session.quit()
        figures.add("session_seconds", time.perf_counter() - begun, SESSION_SECONDS)
        return None

    def _server(self) -> MailServer | None:
        declared = self._declaration
        if declared.host is None:
            return django_server(declared.mailer, declared.ca_file)
        return declared_server(self.target, declared, declared.host)

    def _opened(self, server: MailServer, deadline: Deadline, figures: Figures) -> SmtpSession:
        def connect(context: ssl.SSLContext | None) -> SmtpSession:
            return SmtpSession.open(self._line, server, deadline, context)

        try:
            return connect(self._context)
        except ssl.SSLCertVerificationError:
            expiry = presented_expiry(lambda context: connect(context).connection)
            figures.add_time("certificate_expires", expiry, CERTIFICATE_EXPIRY)
            raise
