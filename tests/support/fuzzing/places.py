"""Where things are: URLs, Django's settings, declared addresses."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import dns.name
import dns.rdata
from dns.exception import DNSException

from django_health.checks.dns.expected import ExpectedRecords
from django_health.failure import CheckFailed
from django_health.registry import build_checks
from django_health.settings import HealthSettings
from django_health.settings.addresses import address_of, network_of
from django_health.settings.declared_address import (
    HttpUrl,
    expect_dns_name,
    expect_header,
    expect_host,
)
from django_health.sources.caches import cache_targets, targets_of_cache
from django_health.sources.databases import database_target, database_targets
from django_health.sources.urls import cache_from_url, database_from_url
from django_health.targets import Target, TargetError
from django_health_exporter.web.listening.sockets import ListenError, split_address
from fuzzing.imports import few_imports
from fuzzing.promises import CANARY, NO_SECRET, of_values, refusing, text_of

_SETTINGS = HealthSettings(checks={"system": False})


def database_url(data: bytes) -> None:
    """Read ``DATABASE_URL``, and make the check of it."""
    with refusing(TargetError), few_imports():
        settings = database_from_url(text_of(data), "DATABASE_URL")
        target = database_target("default", settings, "DATABASE_URL")
        _require_targets([target] if target else [])


def cache_url(data: bytes) -> None:
    """Read ``CACHE_URL``, and make the checks of it."""
    with refusing(TargetError), few_imports():
        settings = cache_from_url(text_of(data), "CACHE_URL")
        _require_targets(targets_of_cache("default", settings, "CACHE_URL"))


@of_values
def django_databases(value: object) -> None:
    """Read ``DATABASES``."""
    _settings_of_django(value, database_targets)


@of_values
def django_caches(value: object) -> None:
    """Read ``CACHES``."""
    _settings_of_django(value, cache_targets)


def _settings_of_django(value: object, read: Callable[[Any], list[Target]]) -> None:
    aliases = value if isinstance(value, dict) else ()
    secret = NO_SECRET if any(CANARY in str(alias) for alias in aliases) else CANARY
    with refusing(TargetError, secret=secret), few_imports():
        _require_targets(read(value))


def _require_targets(targets: list[Target]) -> None:
    """Make sure that targets are told apart, and that each has its check or says what it lacks."""
    labels = [(t.component, t.alias, getattr(t, "server", "")) for t in targets]
    assert len(set(labels)) == len(labels), "two targets have the same labels"
    for label in labels:
        "".join(label).encode()
    build_checks(targets, _SETTINGS)


def declared_address(data: bytes) -> None:
    """Read what is declared: a URL, a host, a name; an error repeats none of it."""
    text = text_of(data)
    with refusing(ValueError):
        url = HttpUrl.parse(text)
        assert url.host
        assert 0 < url.port < 65536
        assert url.target.startswith("/")
    for expect in (lambda text: expect_host("host", text), expect_dns_name):
        with refusing(ValueError):
            expect(text)
            _require_encodable(text)


def _require_encodable(name: str) -> None:
    """Make sure that the resolver takes a name; what it does not take is another exception."""
    try:
        name.encode("idna")
    except UnicodeError:
        raise AssertionError("a name that is none was taken") from None


def header(data: bytes) -> None:
    """Read the name and the value of a declared header."""
    name, _, value = text_of(data).partition(":")
    secret = NO_SECRET if CANARY in name else CANARY
    with refusing(ValueError, secret=secret):
        expect_header(name, value)
        sent = f"{name}: {value}".encode("latin-1")
        assert b"\r" not in sent
        assert b"\n" not in sent


def dns_record(data: bytes) -> None:
    """Read an expected value: a line with its type, and the value."""
    kind, _, text = text_of(data).partition("\n")
    if kind not in ("A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS"):
        return
    with refusing(CheckFailed):
        assert ExpectedRecords(kind, [text]).missing_from([]) == 1
    with suppress(DNSException, ValueError):
        record = dns.rdata.from_text("IN", kind, text, origin=dns.name.root, relativize=False)
        # As dig +short shows it.
        assert ExpectedRecords(kind, [record.to_text()]).missing_from([record]) == 0


def address(data: bytes) -> None:
    """Read an address or a network of the settings."""
    text = text_of(data)
    with refusing(ValueError):
        network = network_of(text)
        assert network_of(str(network)) == network
    found = address_of(text)
    assert found is None or address_of(str(found)) == found
    if found is not None:
        assert found in network_of(str(found))


def listen_address(data: bytes) -> None:
    """Read what stands after ``--web.listen-address``."""
    with refusing(ListenError, secret=NO_SECRET):
        host, port = found = split_address(text_of(data))
        assert 0 <= port <= 65535
        assert split_address(f"[{host}]:{port}" if ":" in host else f"{host}:{port}") == found
