"""Versions, cipher suites and curves: Go's words as OpenSSL's."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Mapping, Sequence

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.schema import TlsSection
from django_health_exporter.web.policy.values import truth

_VERSIONS = {
    "TLS10": ssl.TLSVersion.TLSv1,
    "TLS11": ssl.TLSVersion.TLSv1_1,
    "TLS12": ssl.TLSVersion.TLSv1_2,
    "TLS13": ssl.TLSVersion.TLSv1_3,
}
_BUILT = {"TLS10": ssl.HAS_TLSv1, "TLS11": ssl.HAS_TLSv1_1}

_SUITES: Mapping[str, str] = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA": "ECDHE-ECDSA-AES128-SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": "ECDHE-ECDSA-AES128-GCM-SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA": "ECDHE-ECDSA-AES256-SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": "ECDHE-ECDSA-AES256-GCM-SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": "ECDHE-ECDSA-CHACHA20-POLY1305",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA": "ECDHE-RSA-AES128-SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": "ECDHE-RSA-AES128-GCM-SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA": "ECDHE-RSA-AES256-SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": "ECDHE-RSA-AES256-GCM-SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256": "ECDHE-RSA-CHACHA20-POLY1305",
    "TLS_RSA_WITH_AES_128_CBC_SHA": "AES128-SHA",
    "TLS_RSA_WITH_AES_128_GCM_SHA256": "AES128-GCM-SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA": "AES256-SHA",
    "TLS_RSA_WITH_AES_256_GCM_SHA384": "AES256-GCM-SHA384",
}
"""The suites before TLS 1.3, by the names that Go gives them."""

_SUITES_13 = ("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")

_OLD_DEFAULT = [name for suite, name in _SUITES.items() if suite.startswith("TLS_ECDHE")]
"""What is taken with TLS 1.0 and 1.1 where no suites are named: Go's default."""

_CURVES: Mapping[str, str] = {
    "CurveP256": "prime256v1",
    "CurveP384": "secp384r1",
    "CurveP521": "secp521r1",
    "X25519": "X25519",
    "X25519MLKEM768": "X25519MLKEM768",
}


def set_versions(context: ssl.SSLContext, section: TlsSection, place: str) -> None:
    """Set the lowest and the highest version, by default TLS 1.2 and 1.3.

    Raises:
        InvalidDocument: There is none between them, or OpenSSL has none of the lowest.
    """
    lowest, highest = section.min_version or "TLS12", section.max_version or "TLS13"
    for key, name in (("min_version", lowest), ("max_version", highest)):
        if not _BUILT.get(name, True):
            raise InvalidDocument(f"{place}.{key} {name!r}: {ssl.OPENSSL_VERSION} has it no more")
    if _VERSIONS[lowest] > _VERSIONS[highest]:
        raise InvalidDocument(
            f"{place}: there is no version from min_version {lowest} (default TLS12) to "
            f"max_version {highest} (default TLS13): lower one or raise the other"
        )
    with warnings.catch_warnings():
        # Python calls the old ones deprecated; who writes them knows, and nobody else gets them.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = _VERSIONS[lowest]
        context.maximum_version = _VERSIONS[highest]


def set_suites(context: ssl.SSLContext, section: TlsSection, place: str) -> None:
    """Set the cipher suites, by default Python's, which are fewer than Go's.

    Versions before TLS 1.2 work only with OpenSSL's security level 0. TLS 1.3 has all its suites.

    Raises:
        InvalidDocument: Python cannot choose so, or OpenSSL has no such suite.
    """
    prefer = f"{place}.prefer_server_cipher_suites"
    if truth(section.prefer_server_cipher_suites, prefer, default=True):
        context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
    else:
        context.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    is_old = section.min_version in {"TLS10", "TLS11"}
    given = section.cipher_suites or []
    suites = [_SUITES[name] for name in given if name in _SUITES]
    _require_all_of_13(given, f"{place}.cipher_suites")
    if given and not suites:
        _only_13(context, section, f"{place}.cipher_suites")
    elif suites or is_old:
        chosen = suites or _OLD_DEFAULT
        _set(context, [*chosen, *(["@SECLEVEL=0"] if is_old else [])], f"{place}.cipher_suites")


def set_curve(context: ssl.SSLContext, section: TlsSection, place: str) -> None:
    """Set the curve of the key exchange, by default all that OpenSSL likes.

    Raises:
        InvalidDocument: There are several, or OpenSSL does not have it.
    """
    curves = section.curve_preferences
    if not curves:
        return
    place = f"{place}.curve_preferences"
    if len(curves) > 1:
        raise InvalidDocument(
            f"{place}: Python's ssl takes one curve and no order: write one, or leave the key out "
            "for all that OpenSSL has"
        )
    try:
        context.set_ecdh_curve(_CURVES[curves[0]])
    except (ValueError, ssl.SSLError):
        raise InvalidDocument(
            f"{place} {curves[0]!r}: Python's ssl with {ssl.OPENSSL_VERSION} cannot choose it: "
            "write another one, or leave the key out"
        ) from None


def _require_all_of_13(given: Sequence[str], place: str) -> None:
    named = [name for name in _SUITES_13 if name in given]
    missing = [name for name in _SUITES_13 if name not in given]
    if named and missing:
        raise InvalidDocument(
            f"{place}: Python's ssl cannot leave out single suites of TLS 1.3: add "
            f"{' and '.join(missing)}, or name none of TLS 1.3, which means all"
        )


def _only_13(context: ssl.SSLContext, section: TlsSection, place: str) -> None:
    """No suite for older versions is named, so that there are none of these versions."""
    if section.max_version not in {None, "TLS13"}:
        raise InvalidDocument(
            f"{place}: holds no suite for {section.max_version}, the max_version: add one"
        )
    context.minimum_version = ssl.TLSVersion.TLSv1_3


def _set(context: ssl.SSLContext, words: list[str], place: str) -> None:
    try:
        context.set_ciphers(":".join(words))
    except ssl.SSLError:
        raise InvalidDocument(f"{place}: {ssl.OPENSSL_VERSION} has none of them") from None
    known = {suite["name"] for suite in context.get_ciphers()}
    for go, name in _SUITES.items():
        if name in words and name not in known:
            raise InvalidDocument(f"{place}: {ssl.OPENSSL_VERSION} does not have {go}: remove it")
