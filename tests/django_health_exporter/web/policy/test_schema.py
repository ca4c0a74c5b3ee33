"""Each word that the file may hold means something."""

from __future__ import annotations

from typing import get_args

import msgspec

from django_health_exporter.web.policy import client_certificates, encryption, schema
from django_health_exporter.web.policy.schema import TlsSection, WebFile


def test_each_word_has_its_meaning() -> None:
    """None is accepted by the schema and unknown to who reads it."""
    assert set(get_args(schema.Version)) == set(encryption._VERSIONS)
    assert set(get_args(schema.Curve)) == set(encryption._CURVES)
    suites = {*encryption._SUITES, *encryption._SUITES_13}
    assert set(get_args(schema.CipherSuite)) == suites
    ways = {*client_certificates._MODES, *client_certificates._REFUSED}
    assert set(get_args(schema.ClientAuthType)) == ways


def test_no_section_shows_what_is_in_it() -> None:
    """Keys and hashes stand there."""
    document = {"tls_server_config": {"key": "canary"}, "basic_auth_users": {"alice": "canary"}}
    file = msgspec.convert(document, WebFile)
    assert repr(file) == "WebFile(...)"
    assert repr(file.tls_server_config) == repr(TlsSection()) == "TlsSection(...)"
