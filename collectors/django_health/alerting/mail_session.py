"""Hands a mail to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from typing import Self

from django_health.alerting.channel import AlertError
from django_health.alerting.connecting import connected
from django_health.checks.smtp.server import MailServer
from django_health.checks.smtp.session import SmtpSession
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import MAX_BYTES
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason


class MailSession(SmtpSession):
    """A session in which a mail is sent."""

    @classmethod
    def begun(cls, server: MailServer, deadline: Deadline, context: ssl.SSLContext | None) -> Self:
        """Return a session as secure as it is to be, logged in where there is a user.

        Raises:
            CheckFailed: The server does not serve.
            OSError: It cannot be reached, or not by TLS.
        """
        session = cls(_connected(server, deadline, context))
        try:
            session.greet()
            session.hello()
            if server.security == "starttls" and context is not None:
                session.start_tls(server.host, context)
                session.hello()
            if server.user:
                session.log_in(server.user, server.password)
        except BaseException:
            session.close()
            raise
        return session

    def send(self, sender: str, recipients: tuple[str, ...], content: bytes) -> list[AlertError]:
        """Send a mail.

        Returns:
            Why the server refused recipients, if it took others.

        Raises:
            AlertError: It did not take the mail.
            CheckFailed: It gave no answer to take for one.
        """
        self._want(f"MAIL FROM:<{sender}>", "the sender")
        refused = []
        for number, recipient in enumerate(recipients, 1):
            try:
                self._want(f"RCPT TO:<{recipient}>", f"recipient number {number}")
            except AlertError as error:
                refused.append(error)
        if len(refused) == len(recipients):
            raise refused[0]
        self._content(content)
        return refused

    def _want(self, command: str, what: str) -> None:
        code, _ = self._told(what, lambda: self._smtp.docmd(command))
        _expect(code, what)

    def _content(self, content: bytes) -> None:
        def give() -> int:
            try:
                return self._smtp.data(content)[0]
            except smtplib.SMTPDataError as error:  # to the command itself, which wants a 354
                return error.smtp_code if error.smtp_code >= 400 else 0

        _expect(self._told("the content", give), "the content")


def _connected(
    server: MailServer, deadline: Deadline, context: ssl.SSLContext | None
) -> TimedSocket:
    line = CancellableSocket(MAX_BYTES)
    connection = connected(line, server.host, server.port, deadline)
    if server.security != "tls" or context is None:
        return connection
    try:
        return connection.encrypted(server.host, context)
    except BaseException:
        connection.close()
        raise


def _expect(code: int, what: str) -> None:
    """Have a refusal told; what begins with 4 may be taken later."""
    if 200 <= code < 300:
        return
    if not 400 <= code < 600:
        raise CheckFailed(Reason.WRONG_ANSWER, "what answers there does not speak SMTP")
    said = f"the mail server refused {what} with {code}"
    if code < 500:
        raise AlertError(Reason.UNAVAILABLE, said)
    if code == 530:
        raise AlertError(Reason.AUTH, f"{said}: it wants a login or STARTTLS first", retry=False)
    raise AlertError(Reason.PERMISSION, said, retry=False)
