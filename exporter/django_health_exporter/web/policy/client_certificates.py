"""Which certificates are asked of clients, and whose are accepted."""

from __future__ import annotations

import ssl

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.pem import PemReader, in_memory
from django_health_exporter.web.policy.schema import TlsSection

_UNVERIFIED = (
    "Python's ssl asks for no certificate that it does not verify: write "
    "RequireAndVerifyClientCert with client_ca_file"
)

_MODES = {
    "NoClientCert": ssl.CERT_NONE,
    "VerifyClientCertIfGiven": ssl.CERT_OPTIONAL,
    "RequireAndVerifyClientCert": ssl.CERT_REQUIRED,
}
_REFUSED = {
    "RequestClientCert": f"{_UNVERIFIED}, or NoClientCert, which lets in the same clients",
    "RequireAnyClientCert": _UNVERIFIED,
    "RequireClientCert": _UNVERIFIED,
}


def ask_clients(context: ssl.SSLContext, section: TlsSection, pem: PemReader) -> None:
    """Make a context ask clients for the certificates that a section wants.

    Without authorities those of the system are trusted, and an intermediate one needs no root, as
    the standard has it.

    Raises:
        InvalidDocument: Python cannot do it, or there are authorities and no certificate is asked.
    """
    wanted = section.client_auth_type or "NoClientCert"
    if reason := _REFUSED.get(wanted):
        raise InvalidDocument(f"{pem.place}.client_auth_type {wanted!r}: {reason}")
    mode = _MODES[wanted]
    authorities = pem.take("client_ca", section.client_ca, section.client_ca_file)
    if mode is ssl.CERT_NONE:
        if authorities is not None:
            raise InvalidDocument(
                f"{authorities.place}: nothing is asked of clients: add client_auth_type: "
                "RequireAndVerifyClientCert"
            )
        return
    context.verify_mode = mode
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if authorities is None:
        context.load_default_certs(ssl.Purpose.CLIENT_AUTH)
        return
    authorities.require_certificate()
    with in_memory(authorities) as path:
        try:
            context.load_verify_locations(path)
        except OSError:
            raise InvalidDocument(
                f"{authorities.place}: is broken, OpenSSL cannot read it: give it in whole"
            ) from None


def allowed_sans_of(section: TlsSection, place: str) -> frozenset[str]:
    """Return the names of which a client's certificate has to carry one; none if all are welcome.

    Raises:
        InvalidDocument: There are names, but clients may come without a certificate; or the list
            is empty, which no certificate could satisfy.
    """
    names = section.client_allowed_sans
    if names is None:
        return frozenset()
    place = f"{place}.client_allowed_sans"
    if section.client_auth_type != "RequireAndVerifyClientCert":
        raise InvalidDocument(
            f"{place}: clients may come without a certificate, and without a name: add "
            "client_auth_type: RequireAndVerifyClientCert"
        )
    if not names or not all(names):
        raise InvalidDocument(
            f"{place}: an empty name or list lets nobody in: write a name, or leave the key out"
        )
    return frozenset(names)
