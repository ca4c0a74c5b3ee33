"""URLs asked by TLS: whom a check trusts, and when certificates end, really issued so."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from django_health.checks.http.check import HttpCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.settings.declarations import HttpEndpoint
from endpoint_listeners import (
    CANARY,
    Certified,
    TalkListener,
    certified,
    ends_at_once,
    failed,
    figures,
    leaving_nothing_open,
    saying,
    succeeded,
    timed_failure,
)
from live_servers import SilentListener

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
EXPIRY = "django_health_http_certificate_expiry_timestamp_seconds"


class Shop(TalkListener):
    """A server that says hello by TLS.

    Args:
        certificate: What it presents.
    """

    def __init__(self, certificate: Certified) -> None:
        super().__init__(saying(HELLO), certificate.context)


def https_check(port: int, host: str = "localhost", timeout: float = 5.0, **more: Any) -> HttpCheck:
    """A check of a URL on loopback by TLS."""
    url = f"https://{host}:{port}/?token={CANARY}"
    return HttpCheck("name", HttpEndpoint(url=url, **more), timeout)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_end_of_a_certificate_is_told(tmp_path: Path, host: str) -> None:
    """In words and in Unix seconds."""
    certificate = certified(tmp_path)
    with Shop(certificate) as shop:
        outcome = succeeded(https_check(shop.port, host, ca_file=certificate.authority))
    assert outcome.status is Status.OK
    assert figures(outcome)[EXPIRY] == certificate.expires.timestamp()
    assert outcome.details["certificate_expires"] == certificate.expires.isoformat()


def test_the_end_of_a_certificate_is_told_after_it(tmp_path: Path) -> None:
    """The check fails, and says since when."""
    certificate = certified(tmp_path, days=-3)
    with Shop(certificate) as shop:
        failure = failed(https_check(shop.port, ca_file=certificate.authority))
    assert failure.reason is Reason.TLS
    assert str(failure) == "a certificate of the server has expired"
    assert figures(failure) == {EXPIRY: certificate.expires.timestamp()}
    assert failure.details == {"certificate_expires": certificate.expires.isoformat()}


@pytest.mark.parametrize(
    ("names", "is_ours", "sentence"),
    [
        (("localhost",), False, "the server's certificate comes from an authority that is not"),
        (("other.example",), True, "the server's certificate is for another name"),
    ],
)
def test_whom_nobody_vouches_for_is_not_trusted(
    tmp_path: Path, names: tuple[str, ...], is_ours: bool, sentence: str
) -> None:
    """The end of what is presented is told all the same, and nothing is asked there."""
    heard: list[bytes] = []
    authority = trustme.CA()
    certificate = certified(tmp_path, *names, authority=authority)
    ours = certificate.authority if is_ours else certified(tmp_path).authority
    with TalkListener(lambda one: heard.append(one.recv(99)), certificate.context) as listener:
        failure = failed(https_check(listener.port, ca_file=ours))
    assert failure.reason is Reason.TLS
    assert str(failure).startswith(sentence)
    assert figures(failure) == {EXPIRY: certificate.expires.timestamp()}
    assert b"".join(heard) == b""


def test_the_systems_authorities_are_trusted_unless_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenSSL finds them by its own environment variable, too."""
    certificate = certified(tmp_path)
    with Shop(certificate) as shop:
        assert failed(https_check(shop.port)).reason is Reason.TLS
        monkeypatch.setenv("SSL_CERT_FILE", certificate.authority)
        succeeded(https_check(shop.port))


def test_a_renewed_authority_is_trusted_at_once(tmp_path: Path) -> None:
    """A check needs no restart when its file is replaced."""
    old, new = certified(tmp_path), certified(tmp_path)
    with Shop(new) as shop:
        check = https_check(shop.port, ca_file=old.authority)
        assert failed(check).reason is Reason.TLS
        Path(new.authority).replace(old.authority)
        succeeded(check)


def test_a_file_of_authorities_that_cannot_be_used_is_misconfigured(tmp_path: Path) -> None:
    """The server is not asked without it."""
    with SilentListener() as listener:
        for name in (CANARY, "."):
            check = https_check(listener.port, ca_file=str(tmp_path / name))
            with pytest.raises(CheckFailed) as caught:
                check.check()
            assert caught.value.reason is Reason.MISCONFIGURED
            assert CANARY not in f"{caught.value!r}"
        assert listener.accepted == 0


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-x\r\n", b""])
def test_a_server_without_tls_fails_by_tls(answer: bytes) -> None:
    """Whatever it says instead."""
    with TalkListener(saying(answer)) as listener:
        assert failed(https_check(listener.port)).reason is Reason.TLS


def test_an_old_version_of_tls_is_refused(tmp_path: Path) -> None:
    """As by the application's own clients."""
    certificate = certified(tmp_path)
    certificate.context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        certificate.context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        certificate.context.maximum_version = ssl.TLSVersion.TLSv1_1
    with Shop(certificate) as shop:
        assert failed(https_check(shop.port)).reason is Reason.TLS


def test_a_silent_handshake_ends_with_the_deadline() -> None:
    """And when it is cancelled."""
    with SilentListener() as listener:
        failure, seconds = timed_failure(https_check(listener.port, timeout=0.5))
        assert failure.reason is Reason.TIMEOUT
        assert seconds < 5
        waiting = https_check(listener.port, timeout=60.0)
        assert ends_at_once(waiting, lambda: listener.accepted == 2)


def test_nothing_stays_open(tmp_path: Path) -> None:
    """After good runs and after those that look at a certificate which is not trusted."""
    good, bad = certified(tmp_path), certified(tmp_path, days=-1)
    with leaving_nothing_open():
        with Shop(good) as shop:
            check = https_check(shop.port, ca_file=good.authority)
            for _ in range(100):
                succeeded(check)
        with Shop(bad) as shop:
            check = https_check(shop.port, ca_file=bad.authority)
            for _ in range(50):
                failed(check)
