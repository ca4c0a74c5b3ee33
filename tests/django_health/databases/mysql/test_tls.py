"""What options about TLS mean."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest

from descriptor_limit import exhausted
from django_health.databases.mysql.tls import TLSMode, TLSOptions, tls_context, tls_options
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_servers import issue_certificate


@pytest.mark.parametrize(
    ("options", "mode"),
    [
        ({}, TLSMode.PREFERRED),
        ({"ssl": None}, TLSMode.PREFERRED),
        ({"ssl": {}}, TLSMode.PREFERRED),
        ({"ssl": False}, TLSMode.DISABLED),
        ({"ssl": True}, TLSMode.REQUIRED),
        ({"ssl_disabled": True}, TLSMode.DISABLED),
        ({"ssl_mode": "verify_identity"}, TLSMode.VERIFY_IDENTITY),
        ({"ssl": {"ssl-mode": "REQUIRED"}}, TLSMode.REQUIRED),
        ({"ssl": {"ca": "/ca.pem"}}, TLSMode.VERIFY_CA),
        ({"ssl_ca": "/ca.pem"}, TLSMode.VERIFY_CA),
        ({"ssl": {"ca": "/ca.pem"}, "ssl_mode": "PREFERRED"}, TLSMode.PREFERRED),
        ({"ssl": {"ca": "/ca.pem", "verify_mode": "none"}}, TLSMode.REQUIRED),
        ({"ssl": {"ca": "/ca.pem", "check_hostname": True}}, TLSMode.VERIFY_IDENTITY),
        ({"ssl": {"ca": "/ca.pem", "check_hostname": False}}, TLSMode.VERIFY_CA),
        ({"ssl_ca": "/ca.pem", "ssl_verify_identity": True}, TLSMode.VERIFY_IDENTITY),
        ({"ssl_verify_cert": True}, TLSMode.VERIFY_CA),
        ({"ssl": {"cert": "/c.pem", "key": "/k.pem"}}, TLSMode.REQUIRED),
        ({"ssl": {"cipher": "HIGH"}}, TLSMode.REQUIRED),
    ],
)
def test_mode(options: dict[str, object], mode: TLSMode) -> None:
    """The names of mysqlclient, PyMySQL, Connector/Python and option files are understood."""
    assert tls_options(options).mode is mode


def test_ready_context() -> None:
    """A context that the settings hold is used as it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    options = tls_options({"ssl": context})
    assert options.mode is TLSMode.REQUIRED
    assert tls_context(options) is context


def test_no_context_without_tls() -> None:
    """Nothing is made where TLS is switched off."""
    assert tls_context(TLSOptions(TLSMode.DISABLED)) is None


def test_verification(tmp_path: Path) -> None:
    """Certificate and host name are checked as far as the mode says."""
    ca = str(issue_certificate(tmp_path).authority)

    def checks(mode: TLSMode) -> tuple[ssl.VerifyMode, bool]:
        context = tls_context(TLSOptions(mode, ca=ca))
        assert context is not None
        return context.verify_mode, context.check_hostname

    assert checks(TLSMode.PREFERRED) == (ssl.CERT_NONE, False)
    assert checks(TLSMode.REQUIRED) == (ssl.CERT_NONE, False)
    assert checks(TLSMode.VERIFY_CA) == (ssl.CERT_REQUIRED, False)
    assert checks(TLSMode.VERIFY_IDENTITY) == (ssl.CERT_REQUIRED, True)


def test_client_certificate(tmp_path: Path) -> None:
    """A certificate of one's own is loaded; one without its file is a mistake."""
    files = issue_certificate(tmp_path)
    own = {"cert": str(files.certificate), "key": str(files.key)}
    assert tls_context(tls_options({"ssl": own})) is not None
    with pytest.raises(CheckFailed) as caught:
        tls_context(tls_options({"ssl": own | {"key": str(tmp_path / "absent")}}))
    assert caught.value.reason is Reason.MISCONFIGURED


def test_unknown_cipher() -> None:
    """A cipher list that OpenSSL does not know is a mistake of the configuration."""
    with pytest.raises(CheckFailed) as caught:
        tls_context(TLSOptions(TLSMode.REQUIRED, cipher="NO-SUCH-CIPHER"))
    assert caught.value.reason is Reason.MISCONFIGURED


def test_no_context_is_made_without_descriptors() -> None:
    """It would lack the system's authorities, and go on to do so."""
    with exhausted(os.getpid()), pytest.raises(CheckFailed) as caught:
        tls_context(TLSOptions(TLSMode.VERIFY_CA))
    assert caught.value.reason is Reason.INTERNAL
