"""Real handshakes: who comes in with which certificate."""

from __future__ import annotations

import ssl
from typing import Literal

import pytest
import trustme

from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.reading import read_policy
from web_policies import Material, client_context, shake_hands
from web_policies.client_cases import CA, VERIFY
from web_policies.tls_cases import tls

IF_GIVEN = "client_auth_type: VerifyClientCertIfGiven"

Who = Literal["nobody", "friend", "stranger"]


def comes_in(material: Material, keys: str, who: Who) -> bool:
    """Whether a client with a certificate of the authority, of a strange one, or none comes in."""
    context = read_policy(material.web_file(tls(keys)), Files()).tls
    assert context is not None
    issuers = {"friend": material.authority, "stranger": material.strange_authority}
    issued = issuers[who].issue_cert("prometheus") if who in issuers else None
    try:
        shaken = shake_hands(context, client_context(material.authority, issued))
    except ssl.SSLError:
        return False
    assert bool(shaken.certificate) == (issued is not None and "client_auth_type" in keys)
    return True


@pytest.mark.parametrize(
    ("keys", "nobody", "friend", "stranger"),
    [
        ("", True, True, True),
        (f"{VERIFY}, {CA}", False, True, False),
        (f"{VERIFY}, client_ca: @ca.crt", False, True, False),
        (f"{IF_GIVEN}, {CA}", True, True, False),
        (IF_GIVEN, True, False, False),
        (VERIFY, False, False, False),
    ],
)
def test_who_comes_in(
    keys: str, nobody: bool, friend: bool, stranger: bool, shared_material: Material
) -> None:
    """Without an authority in the file those of the system count, which know neither."""
    assert comes_in(shared_material, keys, "nobody") == nobody
    assert comes_in(shared_material, keys, "friend") == friend
    assert comes_in(shared_material, keys, "stranger") == stranger


def test_an_authority_in_the_middle_needs_no_root(material: Material) -> None:
    """As with Go: what stands in the file is trusted."""
    middle = material.authority.create_child_ca()
    (material.folder / "ca.crt").write_bytes(middle.cert_pem.bytes())
    context = read_policy(material.web_file(tls(f"{VERIFY}, {CA}")), Files()).tls
    assert context is not None
    client = client_context(material.authority, middle.issue_cert("prometheus"))
    assert shake_hands(context, client).certificate


def test_several_authorities_with_comments(material: Material) -> None:
    """A bundle of them, as systems have it, in whatever alphabet it is commented."""
    bundle = [f"# Tanúsítvány {n}\n{trustme.CA().cert_pem.bytes().decode()}" for n in range(3)]
    text = "".join([*bundle, material.authority.cert_pem.bytes().decode()])
    (material.folder / "ca.crt").write_text(text, encoding="utf-8")
    assert comes_in(material, f"{VERIFY}, {CA}", "friend")
    assert not comes_in(material, f"{VERIFY}, {CA}", "stranger")


def test_authorities_of_the_system(material: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    """They decide where the file names none, as with Go."""
    monkeypatch.setenv("SSL_CERT_FILE", str(material.folder / "ca.crt"))
    assert comes_in(material, VERIFY, "friend")
    assert not comes_in(material, VERIFY, "stranger")
    assert not comes_in(material, VERIFY, "nobody")
    assert comes_in(material, IF_GIVEN, "friend")
