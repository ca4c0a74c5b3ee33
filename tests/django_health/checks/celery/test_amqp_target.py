"""Tests of an AMQP broker's TLS."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest

from descriptor_limit import exhausted
from django_health.checks.celery.amqp_target import AmqpTarget
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.targets import Secret
from live_servers import issue_certificate


def _context(tls: object) -> ssl.SSLContext | None:
    return AmqpTarget("h", 5671, tls=tls).context()  # type: ignore[arg-type]


def test_without_tls_there_is_no_context() -> None:
    """The connection is plain."""
    assert _context(tls=False) is None


def test_true_verifies_the_certificate() -> None:
    """Against the system's authorities, as py-amqp does; it does not look at the name."""
    context = _context(tls=True)
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.check_hostname


def test_options_are_py_amqps(tmp_path: Path) -> None:
    """Authorities, a certificate of one's own, versions and the name."""
    files = issue_certificate(tmp_path)
    context = _context(
        {
            "ca_certs": str(files.authority),
            "certfile": str(files.certificate),
            "keyfile": str(files.key),
            "ciphers": "HIGH",
            "server_hostname": "rabbit.example",
            "tls_minimum_version": ssl.TLSVersion.TLSv1_3,
            "tls_maximum_version": ssl.TLSVersion.TLSv1_3,
        }
    )
    assert context is not None
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    assert len(context.get_ca_certs()) == 1


def test_verification_can_be_off() -> None:
    """As somebody asked for it."""
    context = _context({"cert_reqs": ssl.CERT_NONE})
    assert context is not None
    assert context.verify_mode is ssl.CERT_NONE


def test_a_context_can_be_described(tmp_path: Path) -> None:
    """The option ``context`` holds what ``ssl.create_default_context`` takes."""
    files = issue_certificate(tmp_path)
    described = {"cafile": str(files.authority), "check_hostname": True}
    context = _context({"context": described})
    assert context is not None
    assert context.check_hostname


@pytest.mark.parametrize("tls", [{"ca_certs": "/no/such/file"}, {"ciphers": "none at all"}])
def test_what_cannot_be_used_is_told(tls: object) -> None:
    """The settings are wrong, not the broker."""
    with pytest.raises(CheckFailed) as caught:
        _context(tls)
    assert caught.value.reason is Reason.MISCONFIGURED


def test_it_prints_without_a_url_in_the_place_of_the_host() -> None:
    """What kombu cannot take apart is the host."""
    target = AmqpTarget("u:canary@h", 5672, "canary", "canary", Secret("canary"))
    assert "canary" not in repr(target)


@pytest.mark.parametrize("tls", [True, {"context": {"check_hostname": True}}])
def test_no_context_is_made_without_descriptors(tls: object) -> None:
    """It would lack the system's authorities, and go on to do so."""
    with exhausted(os.getpid()), pytest.raises(CheckFailed) as caught:
        _context(tls)
    assert caught.value.reason is Reason.INTERNAL
