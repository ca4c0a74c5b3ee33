"""Signs what is sent by webhook, in the form of Standard Webhooks (standardwebhooks.com).

Who receives it computes the same with the secret that both know, and refuses what is signed
otherwise or long ago.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from django_health.targets import Secret

PREFIX = "whsec_"
"""What a secret begins with that stands for bytes in Base64."""


def expect_secret(secret: str) -> None:
    """Make sure that a secret can sign.

    Raises:
        ValueError: It is empty or no Base64; the text repeats none of it.
    """
    try:
        key = _key(secret)
    except (binascii.Error, ValueError):
        raise ValueError(f"secret: after {PREFIX} Base64 is expected") from None
    if not key:
        raise ValueError("secret is empty: leave it away to sign nothing")


def headers_of(body: bytes, secret: Secret | None, now: float, message: str = "") -> dict[str, str]:
    """Return the headers that tell what is sent apart, when it was sent, and by whom.

    Args:
        body: What is sent.
        secret: Signs it; there is no signature without.
        now: Unix seconds.
        message: Which one it is; the same body of the same message has the same id, so that a
            repeated attempt is known.
    """
    identifier = f"msg_{hashlib.sha256(message.encode() + body).hexdigest()[:32]}"
    timestamp = str(int(now))
    headers = {"Webhook-Id": identifier, "Webhook-Timestamp": timestamp}
    if secret is not None:
        signed = f"{identifier}.{timestamp}.".encode() + body
        digest = hmac.digest(_key(secret.reveal()), signed, "sha256")
        headers["Webhook-Signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    return secret.encode()
