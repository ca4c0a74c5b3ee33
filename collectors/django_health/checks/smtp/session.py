"""A session with a mail server: smtplib's protocol on a connection that ends with the run."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from typing import Self, TypeVar

from django_health.checks.smtp.errors import failure_of, refused
from django_health.checks.smtp.server import MailServer
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason
from django_health.targets import Secret

T = TypeVar("T")


class SmtpSession:
    """One connection, which the session owns from now on.

    Args:
        connection: A new connection, on which the server has the first word.

    Raises:
        OSError: The connection is broken already; it is closed.
    """

    def __init__(self, connection: TimedSocket) -> None:
        try:
            own_address = connection.own_address
        except OSError:
            connection.close()
            raise
        # Without a name for itself, smtplib would ask the resolver for one and wait for it.
        self._smtp = smtplib.SMTP(local_hostname=_literal(own_address))
        self._take(connection)
        self.greeted = 0.0
        """When the server had greeted, in seconds of the performance counter."""

    @classmethod
    def open(
        cls,
        line: CancellableSocket,
        server: MailServer,
        deadline: Deadline,
        context: ssl.SSLContext | None,
    ) -> Self:
        """Return a session whose connection is as secure as it is to be.

        After STARTTLS nothing has been said yet, so that :meth:`hello` is next.

        Args:
            line: Opens the socket, and can end it from another thread.
            server: Where it is.
            deadline: When all waiting ends.
            context: How to encrypt, where the server is used encrypted.

        Raises:
            CheckFailed: The server does not serve.
            OSError: It cannot be reached, or not by TLS.
        """
        from_the_first_byte = context if server.security == "tls" else None
        address = server.host, server.port
        session = cls(TimedSocket.open(line, address, deadline, from_the_first_byte))
        try:
            session.greet()
            session.hello()
            if server.security == "starttls" and context is not None:
                session.start_tls(server.host, context)
        except BaseException:
            session.close()
            raise
        return session

    def _take(self, connection: TimedSocket) -> None:
        self.connection = connection
        self._smtp.sock = connection.as_socket()
        self._smtp.file = None

    def greet(self) -> None:
        """Wait for the server's greeting; errors as for :meth:`command`."""
        self._expect(220, "the connection", self._smtp.getreply)
        self.greeted = time.perf_counter()

    def hello(self) -> None:
        """Say EHLO; errors as for :meth:`command`."""
        self._expect(250, "EHLO", self._smtp.ehlo)

    def start_tls(self, host: str, context: ssl.SSLContext) -> None:
        """Encrypt the connection, and forget what the server said before.

        Raises:
            CheckFailed: The server does not offer it, or has no time left.
            OSError: The handshake did not succeed.
        """
        if not self._smtp.has_extn("starttls"):
            raise CheckFailed(Reason.TLS, "the server does not offer STARTTLS")
        code, _ = self._told("STARTTLS", lambda: self._smtp.docmd("STARTTLS"))
        if code != 220:
            raise CheckFailed(Reason.TLS, f"the server answered STARTTLS with {code}")
        self._take(self.connection.encrypted(host, context))

    def log_in(self, user: str, password: Secret) -> None:
        """Log in, by the best way that both sides know; errors as for :meth:`command`."""
        self._told("the login", lambda: self._smtp.login(user, password.reveal()))

    def command(self, name: str, code: int) -> None:
        """Send a command and expect a code.

        Raises:
            CheckFailed: The server answered otherwise, not in time or not at all.
        """
        self._expect(code, name, lambda: self._smtp.docmd(name))

    def quit(self) -> None:
        """Say good-bye, and wait for the answer; a server may as well just close the connection.

        Raises:
            CheckFailed: The server does neither in time.
        """
        try:
            self._smtp.docmd("QUIT")
        except smtplib.SMTPServerDisconnected:
            return

    def close(self) -> None:
        """End the connection, without a word."""
        self.connection.close()

    def _expect(self, wanted: int, step: str, ask: Callable[[], tuple[int, bytes]]) -> None:
        code, _ = self._told(step, ask)
        if code != wanted:
            raise refused(code, step)

    def _told(self, step: str, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except (smtplib.SMTPException, ValueError) as error:
            raise failure_of(error, step) from None


def _literal(address: str) -> str:
    """An address as EHLO takes it in place of a name."""
    plain, _, _ = address.partition("%")  # the interface of a link-local one
    return f"[IPv6:{plain}]" if ":" in plain else f"[{plain}]"
