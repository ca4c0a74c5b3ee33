"""Addresses of mail, checked before anything is sent to them."""

from __future__ import annotations

import re
import socket

_MAILBOX = re.compile(r"([!#$%&'*+/=?^_`{|}~0-9A-Za-z.-]{1,64})@([^\s@<>,;:\"\\()]{1,255})")


def mailbox(key: str, address: str) -> str:
    """Return an address as mail servers take it: in ASCII, its domain encoded where need be.

    Args:
        key: What the address is called in the error.
        address: The address.

    Raises:
        ValueError: It is none; the text does not repeat it.
    """
    found = _MAILBOX.fullmatch(address)
    if found is None:
        raise ValueError(f"{key}: an address like admin@example.com is expected")
    name, domain = found.groups()
    if domain.isascii():
        return address
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise ValueError(f"{key}: the domain of an address cannot be encoded") from None


def own_mailbox(user: str) -> str:
    """Return whom mail is from that nobody gave a sender: who logs in, or this program here."""
    if _MAILBOX.fullmatch(user) and user.isascii():
        return user
    host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()).strip("-.") or "localhost"
    return f"django-health@{host}"
