"""Where a declared mail server is, and how it is used."""

from __future__ import annotations

from dataclasses import dataclass, field

from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.result import Reason
from django_health.settings.declarations import SmtpServer
from django_health.sources.secret_file import secret_in
from django_health.targets import NO_SECRET, Secret, TargetError

_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_SECURITY = {587: "starttls", 465: "tls"}


@dataclass(frozen=True)
class MailServer:
    """A mail server.

    Attributes:
        host: Name or address.
        security: ``none``, ``starttls``, or ``tls`` from the first byte.
        user: Logs in with it; empty for no login.
        trust: Whose certificates are believed.
    """

    host: str = field(repr=False)
    port: int = field(repr=False)
    security: str
    user: str = field(default="", repr=False)
    password: Secret = field(default=NO_SECRET, repr=False)
    trust: Trust = field(default=Trust(), repr=False)


def declared_server(name: str, declaration: SmtpServer, host: str) -> MailServer:
    """Return the server of a declaration that names a host.

    Args:
        name: What the declaration is called, for errors.
        declaration: What was declared.
        host: Its host.

    Raises:
        CheckFailed: The file with the password cannot be used.
    """
    security: str = declaration.security or _SECURITY.get(declaration.port or 0, "none")
    return MailServer(
        host,
        declaration.port or _PORTS[security],
        security,
        declaration.user or "",
        _password(name, declaration),
        Trust(declaration.ca_file),
    )


def _password(name: str, declaration: SmtpServer) -> Secret:
    if declaration.password_file is None:
        return Secret(declaration.password or "")
    try:
        return Secret(secret_in(declaration.password_file, f"smtp.{name}.password_file"))
    except TargetError as error:  # its text says what is wrong and holds no path
        raise CheckFailed(Reason.MISCONFIGURED, str(error)) from None
