"""A real mail server in a thread of this process."""

from __future__ import annotations

import asyncio
import ssl
import threading
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.core import mail
from django.test import override_settings

USER = "postman"

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_NAMES = {"username": "HOST_USER", "password": "HOST_PASSWORD"}


def mail_settings(backend: str = _SMTP, **options: Any) -> override_settings:
    """Return Django's e-mail settings in the form that the installed Django has."""
    if hasattr(mail, "mailers"):
        return override_settings(MAILERS={"default": {"BACKEND": backend, "OPTIONS": options}})
    named = {f"EMAIL_{_NAMES.get(key, key.upper())}": value for key, value in options.items()}
    return override_settings(EMAIL_BACKEND=backend, **named)


class MailServer:
    """aiosmtpd on a loopback port; a context manager.

    Args:
        password: What :data:`USER` logs in with; without one there is no login.
        starttls: With which it encrypts when it is told to.
        tls: With which it encrypts from the first byte.
        auth_needs_tls: Whether it offers the login on encrypted connections only.
    """

    def __init__(
        self,
        password: str = "",
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        *,
        auth_needs_tls: bool = False,
    ) -> None:
        self.host = "127.0.0.1"
        self.port = 0
        self.commands: list[str] = []
        """What clients have said, without arguments."""
        self.names: set[str] = set()
        """What clients have called themselves."""
        self._password = password
        self._starttls = starttls
        self._tls = tls
        self._auth_needs_tls = auth_needs_tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._server: asyncio.Server

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(20)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.create_server(self._session, self.host, 0, ssl=self._tls)
        self._server = self._loop.run_until_complete(listening)
        self.port = self._server.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        self._server.close()
        self._loop.run_until_complete(self._end())

    async def _end(self) -> None:
        await asyncio.sleep(0.02)  # connections that were just closed are told so
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _session(self) -> SMTP:
        return SMTP(
            self,
            tls_context=self._starttls,
            auth_require_tls=self._auth_needs_tls,
            authenticator=self._authenticate,
            loop=self._loop,
            hostname="mail.example",
        )

    def _authenticate(
        self, _: SMTP, __: Session, ___: Envelope, ____: str, data: LoginPassword
    ) -> AuthResult:
        known = data.login == USER.encode() and data.password == self._password.encode()
        self.commands.append("AUTH")
        return AuthResult(success=known, handled=False)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name, as those below
        self, _: SMTP, session: Session, __: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        """Greet."""
        self.commands.append("EHLO")
        session.host_name = name
        self.names.add(name)
        return answers

    async def handle_NOOP(self, *_: object) -> str:  # noqa: N802
        """Do nothing."""
        self.commands.append("NOOP")
        return "250 OK"

    async def handle_MAIL(self, *_: object) -> str:  # noqa: N802
        """Begin a mail, which no check does."""
        self.commands.append("MAIL")
        return "250 OK"

    async def handle_QUIT(self, *_: object) -> str:  # noqa: N802
        """Say good-bye."""
        self.commands.append("QUIT")
        return "221 Bye"
