"""What the options of a MySQL alias say about TLS, and the context made of it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django_health.failure import CheckFailed, require_descriptor
from django_health.result import Reason
from django_health.targets import NO_SECRET, Secret, TargetError

_IDENTITY = ("check_hostname", "verify_identity", "verify_server_cert")
_AUTHORITY = ("verify_cert", "verify_mode")
_FALSE = {"", "0", "off", "no", "none", "false", "disabled"}


class TLSMode(StrEnum):
    """How much TLS there has to be: the values of MySQL's own ``ssl_mode``."""

    DISABLED = "DISABLED"
    PREFERRED = "PREFERRED"
    REQUIRED = "REQUIRED"
    VERIFY_CA = "VERIFY_CA"
    VERIFY_IDENTITY = "VERIFY_IDENTITY"

    @property
    def verifies(self) -> bool:
        """Whether the server's certificate is checked."""
        return self in (TLSMode.VERIFY_CA, TLSMode.VERIFY_IDENTITY)


@dataclass(frozen=True, slots=True)
class TLSOptions:
    """How a connection is encrypted.

    Attributes:
        mode: How much TLS there has to be.
        ca: File of the authorities to trust; the system's own where nothing is named.
        capath: Folder of the authorities to trust.
        cert: File of our own certificate.
        key: File of the certificate's key.
        key_password: What unlocks the key.
        cipher: OpenSSL's list of ciphers.
        context: A ready context, which a settings module may hold; all but the mode is in it.
    """

    mode: TLSMode = TLSMode.PREFERRED
    ca: str | None = None
    capath: str | None = None
    cert: str | None = None
    key: str | None = None
    key_password: Secret = NO_SECRET
    cipher: str | None = None
    context: ssl.SSLContext | None = None


def tls_options(options: Mapping[str, object]) -> TLSOptions:
    """Return what ``ssl``, ``ssl_mode`` and all other ``ssl_*`` options ask for.

    mysqlclient, PyMySQL, Connector/Python and option files name them differently; all names are
    understood. An authority alone means ``VERIFY_CA``, as with mysqlclient: the host name is
    compared only where an option says so.

    Raises:
        TargetError: An option has a value that none of these drivers takes; the text begins with
            the option's name.
    """
    ready = options.get("ssl")
    if isinstance(ready, ssl.SSLContext):
        return TLSOptions(TLSMode.REQUIRED, context=ready)
    named = _named(options)
    return TLSOptions(
        mode=_mode(named),
        ca=_path(named, "ca"),
        capath=_path(named, "capath"),
        cert=_path(named, "cert"),
        key=_path(named, "key"),
        key_password=Secret(str(named.get("key_password") or named.get("password") or "")),
        cipher=_path(named, "cipher"),
    )


def tls_context(options: TLSOptions) -> ssl.SSLContext | None:
    """Return a context, to be shared by connections since making one costs; ``None`` for no TLS.

    Raises:
        CheckFailed: A file that the options name cannot be used.
    """
    if options.mode is TLSMode.DISABLED or options.context is not None:
        return options.context
    try:
        context = _context(options)
        if options.cert:
            context.load_cert_chain(options.cert, options.key, options.key_password.reveal())
        if options.cipher:
            context.set_ciphers(options.cipher)
    except (OSError, ValueError):  # an SSLError is an OSError
        raise CheckFailed(
            Reason.MISCONFIGURED, "a certificate, key or cipher of the TLS options cannot be used"
        ) from None
    return context


def _context(options: TLSOptions) -> ssl.SSLContext:
    if options.mode.verifies:
        context = ssl.create_default_context(cafile=options.ca, capath=options.capath)
        require_descriptor()  # OpenSSL leaves the system's authorities out without a word
        # The certificates that MySQL makes for itself do not have all that strictness asks for.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        context.check_hostname = options.mode is TLSMode.VERIFY_IDENTITY
        return context
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # without the system's authorities: cheap
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _named(options: Mapping[str, object]) -> dict[str, object]:
    """All options about TLS, without their prefix ``ssl_``."""
    named: dict[str, object] = {}
    match options.get("ssl"):
        case Mapping() as inner:
            named.update((_bare(key), value) for key, value in inner.items())
            if inner:
                named["wanted"] = True
        case None:
            pass
        case bool() | int() | str() as switch:
            named["wanted" if _is_true(switch) else "disabled"] = True
        case _:
            raise TargetError("ssl is no mapping, switch or context: write {'ca': FILE}")
    outer = {key: value for key, value in options.items() if key.replace("-", "_")[:4] == "ssl_"}
    named.update((_bare(key), value) for key, value in outer.items() if value is not None)
    return named


def _bare(key: object) -> str:
    return str(key).lower().replace("-", "_").removeprefix("ssl_")


def _mode(named: Mapping[str, object]) -> TLSMode:
    if mode := named.get("mode"):
        try:
            return TLSMode(str(mode).upper())
        except ValueError:
            raise TargetError(f"ssl_mode has to be one of {', '.join(TLSMode)}") from None
    if _is_true(named.get("disabled")):
        return TLSMode.DISABLED
    if any(_is_true(named.get(key)) for key in _IDENTITY):
        return TLSMode.VERIFY_IDENTITY
    if any(_is_true(named.get(key)) for key in _AUTHORITY):
        return TLSMode.VERIFY_CA
    if any(named.get(key) is not None for key in _AUTHORITY):
        return TLSMode.REQUIRED  # verification is switched off by name
    if named.get("ca") or named.get("capath"):
        return TLSMode.VERIFY_CA
    wants = any(named.get(key) for key in ("wanted", "cert", "key", "cipher"))
    return TLSMode.REQUIRED if wants else TLSMode.PREFERRED


def _is_true(value: object) -> bool:
    return value is not None and str(value).lower() not in _FALSE


def _path(named: Mapping[str, object], key: str) -> str | None:
    value = named.get(key)
    return str(value) if value else None
