"""Contexts that are shared while their files are the same."""

from __future__ import annotations

import gc
import os
import shutil
import ssl
import weakref
from pathlib import Path

import pytest
import trustme

from descriptor_limit import exhausted
from django_health.failure import CheckFailed
from django_health.network.authorities import Trust, unverified
from django_health.result import Reason
from endpoint_listeners import CANARY, certified


def test_contexts_verify() -> None:
    """The system's authorities, and the name of the host."""
    context = Trust().context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert not unverified().check_hostname


def test_a_context_is_shared_as_long_as_it_is_used(tmp_path: Path) -> None:
    """By all that trust the same; afterwards nothing keeps it."""
    authority = certified(tmp_path).authority
    first = Trust(authority).context()
    assert Trust(authority).context() is first
    assert Trust(certified(tmp_path).authority).context() is not first
    assert Trust().context() is not first
    gone = weakref.ref(first)
    del first
    gc.collect()
    assert gone() is None


def test_a_replaced_file_makes_a_new_context(tmp_path: Path) -> None:
    """So that renewed authorities need no restart."""
    old, new = certified(tmp_path).authority, certified(tmp_path).authority
    before = Trust(old).context()
    shutil.copyfile(new, old)
    os.utime(old, (1, 1))
    after = Trust(old).context()
    assert after is not before
    assert after.get_ca_certs() == Trust(new).context().get_ca_certs()


def test_a_certificate_of_our_own_is_loaded(tmp_path: Path) -> None:
    """With its key, in one file or in two; one with a password is not asked for on the terminal."""
    issued = trustme.CA().issue_cert("client.example")
    certificate, key, both = tmp_path / "c.pem", tmp_path / "k.pem", tmp_path / "b.pem"
    issued.cert_chain_pems[0].write_to_path(str(certificate))
    issued.private_key_pem.write_to_path(str(key))
    both.write_bytes(certificate.read_bytes() + key.read_bytes())
    Trust(None, str(certificate), str(key)).context()
    Trust(None, str(both)).context()
    with pytest.raises(CheckFailed, match="the certificate of our own cannot be read"):
        Trust(None, str(certificate)).context()


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "garbage", "null"])
def test_a_file_that_cannot_be_used_is_misconfigured(tmp_path: Path, kind: str) -> None:
    """A pipe is not waited for, and no path is repeated."""
    path = tmp_path / CANARY
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "garbage":
            path.write_text("garbage")
    name = f"{path}\0" if kind == "null" else str(path)
    with pytest.raises(CheckFailed) as caught:
        Trust(name).context()
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in str(caught.value)


def test_no_context_is_made_without_descriptors() -> None:
    """It would lack the system's authorities, and go on to do so."""
    with exhausted(os.getpid()), pytest.raises(CheckFailed) as caught:
        Trust().context()
    assert caught.value.reason is Reason.INTERNAL
    assert _authorities(Trust().context()) == _authorities(ssl.create_default_context())


def _authorities(context: ssl.SSLContext) -> int:
    return context.cert_store_stats()["x509_ca"]
