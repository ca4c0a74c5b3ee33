"""Signatures that receivers can verify, by the specification of Standard Webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from django_health.alerting.signature import expect_secret, headers_of
from django_health.targets import Secret
from endpoint_listeners import CANARY

BODY = b'{"test": 2432232314}'


def test_the_signature_is_that_of_the_specification() -> None:
    """HMAC-SHA256 of id, time and body, with the bytes that the secret stands for."""
    key = base64.b64encode(b"k" * 24).decode()
    headers = headers_of(BODY, Secret(f"whsec_{key}"), 1614265330.7)
    signed = f"{headers['Webhook-Id']}.1614265330.".encode() + BODY
    digest = hmac.new(b"k" * 24, signed, hashlib.sha256).digest()
    assert headers["Webhook-Timestamp"] == "1614265330"
    assert headers["Webhook-Signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_any_other_secret_counts_as_it_is() -> None:
    """Its bytes in UTF-8 are the key."""
    raw = "ein Schlüssel"
    encoded = base64.b64encode(raw.encode()).decode()
    assert headers_of(BODY, Secret(raw), 5) == headers_of(BODY, Secret(f"whsec_{encoded}"), 5)


def test_the_id_is_that_of_the_body() -> None:
    """An attempt that is repeated has it again, and no other message has."""
    first, again, other = (headers_of(body, None, 1) for body in (BODY, BODY, b"{}"))
    assert first == again
    assert first["Webhook-Id"] != other["Webhook-Id"]
    one, two = (headers_of(BODY, None, 1, message) for message in ("one", "two"))
    assert one == headers_of(BODY, None, 1, "one")
    assert one["Webhook-Id"] != two["Webhook-Id"]


def test_without_a_secret_nothing_is_signed() -> None:
    """The message has its id and its time all the same."""
    assert headers_of(BODY, None, 1).keys() == {"Webhook-Id", "Webhook-Timestamp"}


@pytest.mark.parametrize("secret", ["", "whsec_", f"whsec_{CANARY}!", "whsec_ä"])
def test_a_secret_that_cannot_sign_is_told_without_it(secret: str) -> None:
    """Before the first message."""
    with pytest.raises(ValueError, match=r"^secret") as caught:
        expect_secret(secret)
    assert CANARY not in str(caught.value)
