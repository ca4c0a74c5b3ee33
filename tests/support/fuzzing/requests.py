"""What a client sends: headers and parameters."""

from __future__ import annotations

from urllib.parse import parse_qs

from prometheus_client.registry import CollectorRegistry

from django_health.reports.exposition import encoder_for
from django_health.reports.negotiation import HEALTH_JSON, JSON, accepts_gzip, json_type
from django_health.settings.addresses import is_among, networks_of
from django_health.web.asked_host import is_expected_host
from django_health.web.client_address import client_address, is_direct_loopback
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.gate.basic import LONGEST as LONGEST_PASSWORD
from django_health_exporter.web.gate.basic import credentials_of
from django_health_exporter.web.scrape.deadline import LONGEST, deadline_of
from django_health_exporter.web.scrape.selection import COLLECT, EXCLUDE, chosen_names
from fuzzing.promises import require_line

_NAMES = ("database", "cache", "system", "shop_orders")
_PROXIES = ("10.0.0.0/8", "::1")
_NOTHING = CollectorRegistry()


def collect(data: bytes) -> None:
    """Read the query of a scrape."""
    query = parse_qs(data.decode("latin-1"), keep_blank_values=True)
    wanted, unwanted = query.get(COLLECT, []), query.get(EXCLUDE, [])
    try:
        names = chosen_names(wanted, unwanted, _NAMES)
    except RequestError as error:
        _require_refusal(error)
        return
    if names is None:
        assert not wanted
        assert not unwanted
    else:
        assert names
        assert set(names) == (set(wanted) or set(_NAMES) - set(unwanted))


def scrape_timeout(data: bytes) -> None:
    """Read the header with the scraper's own timeout."""
    try:
        seconds = deadline_of(data.decode("latin-1"), WebConfig())
    except RequestError as error:
        _require_refusal(error)
        return
    assert 0 < seconds <= LONGEST


def _require_refusal(error: RequestError) -> None:
    assert error.status_code == 400
    assert error.text.isascii()
    assert len(error.text) <= 1_000
    require_line(error.text)


def accept(data: bytes) -> None:
    """Read ``Accept`` and ``Accept-Encoding``."""
    text = data.decode("latin-1")
    encoder, content_type = encoder_for(text)
    assert content_type.isprintable()
    assert content_type.startswith(("text/plain;", "application/openmetrics-text;"))
    encoder(_NOTHING)
    assert json_type(text) in (JSON, HEALTH_JSON)
    assert accepts_gzip(text) in (False, True)


def forwarded(data: bytes) -> None:
    """Read ``X-Forwarded-For``, of a client, of a proxy and of a unix socket."""
    text = data.decode("latin-1")
    trusted = networks_of(_PROXIES)
    for remote in ("192.0.2.1", "10.0.0.1", "", text):
        meta = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": text}
        found = client_address(meta, (*_PROXIES, "unix"))
        if remote == "192.0.2.1":
            assert str(found) == remote, "a header of anybody's was believed"
        if found is not None and is_among(found, trusted):
            assert is_among(found, trusted)
        assert not is_direct_loopback(meta) or remote == text


def asked_host(data: bytes) -> None:
    """Read ``Host``."""
    text = data.decode("latin-1")
    meta = {"HTTP_HOST": text}
    assert is_expected_host(meta, ["*"]) or not is_expected_host(meta, [])
    if is_expected_host(meta, []):
        assert text.lower().startswith(("127.", "[")) or "localhost" in text.lower()


def authorization(data: bytes) -> None:
    """Read ``Authorization``."""
    credentials = credentials_of(data.decode("latin-1"))
    if credentials is not None:
        assert len(credentials.password) <= LONGEST_PASSWORD
        assert b"\0" not in credentials.password
        assert ":" not in credentials.user
        credentials.user.encode()
