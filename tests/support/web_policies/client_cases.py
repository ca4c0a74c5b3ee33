"""Files about the certificates of clients."""

from __future__ import annotations

from web_policies.tls_cases import tls

VERIFY = "client_auth_type: RequireAndVerifyClientCert"
CA = "client_ca_file: ca.crt"

GOOD = {
    "none, said": tls("client_auth_type: NoClientCert"),
    "required": tls(f"{VERIFY}, {CA}"),
    "required, authority inline": tls(f"{VERIFY}, client_ca: @ca.crt"),
    "if given": tls(f"client_auth_type: VerifyClientCertIfGiven, {CA}"),
    "required, authorities of the system": tls(VERIFY),
    "if given, authorities of the system": tls("client_auth_type: VerifyClientCertIfGiven"),
    "names": tls(f"{VERIFY}, {CA}, client_allowed_sans: [prometheus, 10.0.0.1, 'a@b', 'urn:x']"),
}

_WORDS = {
    "an invented way": (
        "client_auth_type: RequireClientCerts",
        "client_auth_type: Invalid enum value 'RequireClientCerts', did you mean",
    ),
    "a requested certificate": (
        "client_auth_type: RequestClientCert",
        "not verify: write RequireAndVerifyClientCert with client_ca_file, or NoClientCert, which",
    ),
    "any certificate": (
        f"client_auth_type: RequireAnyClientCert, {CA}",
        "client_auth_type 'RequireAnyClientCert': Python's ssl asks for no certificate that",
    ),
    "any certificate, by its other name": (
        "client_auth_type: RequireClientCert",
        "client_auth_type 'RequireClientCert': Python's ssl asks for no certificate that",
    ),
    "an authority, and nothing asked": (
        CA,
        "client_ca_file 'ca.crt': nothing is asked of clients: add client_auth_type: Require",
    ),
    "an inline authority, and nothing asked": (
        "client_ca: @ca.crt, client_auth_type: NoClientCert",
        "tls_server_config.client_ca: nothing is asked of clients",
    ),
    "an authority twice": (
        f"{VERIFY}, {CA}, client_ca: @ca.crt",
        "give 'client_ca' or 'client_ca_file', not both",
    ),
    "an authority that is not there": (
        f"{VERIFY}, client_ca_file: nowhere.crt",
        "client_ca_file 'nowhere.crt': cannot be read: No such file",
    ),
    "an empty path": (f"{VERIFY}, client_ca_file: ''", "client_ca_file: is empty: give the path"),
    "an empty authority": (f"{VERIFY}, client_ca: ''", "client_ca: is empty: give it in PEM"),
    "no certificate": (
        f"{VERIFY}, client_ca_file: server.key",
        "client_ca_file 'server.key': holds no certificate in PEM",
    ),
    "no certificate inline": (f"{VERIFY}, client_ca: x", "client_ca: holds no certificate in PEM"),
    "a broken authority": (
        f"{VERIFY}, client_ca_file: broken.crt",
        "client_ca_file 'broken.crt': is broken, OpenSSL cannot read it",
    ),
    "names, and nothing asked": (
        "client_allowed_sans: [x]",
        "client_allowed_sans: clients may come without a certificate",
    ),
    "names, and not all have a certificate": (
        f"client_auth_type: VerifyClientCertIfGiven, {CA}, client_allowed_sans: [x]",
        "client_allowed_sans: clients may come without a certificate",
    ),
    "no names": (
        f"{VERIFY}, {CA}, client_allowed_sans: []",
        "client_allowed_sans: an empty name or list lets nobody in",
    ),
    "an empty name": (
        f"{VERIFY}, {CA}, client_allowed_sans: [x, '']",
        "client_allowed_sans: an empty name or list lets nobody in",
    ),
    "a text for names": (
        f"{VERIFY}, {CA}, client_allowed_sans: x",
        "client_allowed_sans: Expected `array | null`, got `str`",
    ),
}

BAD = {name: (tls(keys), words) for name, (keys, words) in _WORDS.items()}
