"""What errors of sockets, names and TLS stand for, as reasons with our own sentences."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from django_health.failure import CheckFailed, reason_of
from django_health.result import Reason

EXPLAINED = (CheckFailed, OSError, UnicodeError)
"""All that :func:`failure_of` has a word for; the last is a host name that cannot be encoded."""

_UNTRUSTED: Mapping[int, str] = {
    9: "a certificate of the server is not valid yet",
    10: "a certificate of the server has expired",
    18: "the server's certificate is signed by itself alone",
    19: "the server's certificate comes from an authority that is not trusted",
    20: "the server's certificate comes from an authority that is not trusted",
    21: "the server sends its certificate without those between it and the authority",
    62: "the server's certificate is for another name",
    64: "the server's certificate is for another address",
}
"""By OpenSSL's ``X509_V_ERR_*``."""

_BROKEN: Mapping[str, str] = {
    "WRONG_VERSION_NUMBER": "the server answers without TLS",
    "RECORD_LAYER_FAILURE": "the server answers without TLS",
    "PACKET_LENGTH_TOO_LONG": "the server answers without TLS",
    "UNSUPPORTED_PROTOCOL": "the server speaks no version of TLS that is allowed here",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the server speaks no version of TLS that is allowed here",
}
"""By OpenSSL's name of the error."""


def failure_of(error: Exception) -> CheckFailed:
    """Return the failure that an error stands for; one that is a failure already stays itself."""
    match error:
        case CheckFailed():
            return error
        case ssl.SSLCertVerificationError():
            sentence = _UNTRUSTED.get(error.verify_code, "the server's certificate is not trusted")
            return CheckFailed(Reason.TLS, sentence)
        case ssl.SSLEOFError():
            return CheckFailed(Reason.TLS, "the server ended the TLS handshake")
        case ssl.SSLError():
            return CheckFailed(Reason.TLS, _BROKEN.get(error.reason or "", ""))
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError() | EOFError():
            return CheckFailed(Reason.UNAVAILABLE, "the server closed the connection")
    return CheckFailed(reason_of(error) or Reason.UNAVAILABLE)
