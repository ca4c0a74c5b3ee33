"""By which name a request asks: that of this machine, or one that somebody made point here.

A page in a browser may have its own name lead to the loopback address once it is loaded (DNS
rebinding). What it asks then comes from this very machine, but by the name of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http.request import split_domain_port, validate_host

from django_health.settings.addresses import address_of


def is_expected_host(meta: Mapping[str, object], allowed_hosts: Iterable[str]) -> bool:
    """Whether a request asks by a name of the loopback, by one that is allowed, or by none.

    Every browser sends a ``Host``; what sends none is no page.

    Args:
        meta: ``META`` of the request.
        allowed_hosts: As in Django's ``ALLOWED_HOSTS``.
    """
    header = meta.get("HTTP_HOST")
    if header is None:
        return True
    domain, _port = split_domain_port(str(header))
    return bool(domain) and (_is_loopback(domain) or validate_host(domain, allowed_hosts))


def _is_loopback(domain: str) -> bool:
    if domain == "localhost" or domain.endswith(".localhost"):
        return True
    address = address_of(domain)
    return address is not None and address.is_loopback
