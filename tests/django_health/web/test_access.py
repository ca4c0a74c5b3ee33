"""Who may see what."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from django_health.settings import HealthSettings
from django_health.web.access import Access, access_of
from served_checks import OUTSIDE, Person

ALL, SHORT, LOG_IN, NOTHING = Access.ALL, Access.SHORT, Access.LOG_IN, Access.NOTHING

LOOPBACK = "127.0.0.1"
NETWORK: dict[str, Any] = {"allowed_ips": ["192.0.2.0/24", "2001:db8::/32"]}
AUTH: dict[str, Any] = {"require_auth": True}
STAFF: dict[str, Any] = {"require_staff": True}

NOBODY = None
ANONYMOUS = Person(is_authenticated=False)
MEMBER = Person()
COLLEAGUE = Person(is_staff=True)
LEFT = Person(is_staff=True, is_active=False)

pytestmark = pytest.mark.usefixtures("django_project")


def _request(address: str, user: object | None = None, **meta: Any) -> HttpRequest:
    request = RequestFactory().get("/health/", REMOTE_ADDR=address, **meta)
    if user is not None:
        request.user = user  # type: ignore[assignment]
    return request


@pytest.mark.parametrize(
    ("settings", "address", "user", "access"),
    [
        # No rule.
        ({}, OUTSIDE, NOBODY, SHORT),
        ({}, OUTSIDE, ANONYMOUS, SHORT),
        ({}, OUTSIDE, MEMBER, SHORT),
        ({}, OUTSIDE, COLLEAGUE, ALL),
        ({}, OUTSIDE, LEFT, SHORT),
        ({}, LOOPBACK, NOBODY, ALL),
        ({}, "::1", ANONYMOUS, ALL),
        ({}, "", NOBODY, SHORT),
        # Addresses.
        (NETWORK, OUTSIDE, NOBODY, ALL),
        (NETWORK, "2001:db8::7", NOBODY, ALL),
        (NETWORK, "::ffff:192.0.2.9", NOBODY, ALL),
        (NETWORK, "198.51.100.1", NOBODY, NOTHING),
        (NETWORK, "198.51.100.1", COLLEAGUE, NOTHING),
        (NETWORK, LOOPBACK, COLLEAGUE, NOTHING),
        (NETWORK, "", COLLEAGUE, NOTHING),
        # Users.
        (AUTH, OUTSIDE, NOBODY, LOG_IN),
        (AUTH, LOOPBACK, ANONYMOUS, LOG_IN),
        (AUTH, OUTSIDE, MEMBER, ALL),
        (AUTH, OUTSIDE, COLLEAGUE, ALL),
        (STAFF, OUTSIDE, NOBODY, LOG_IN),
        (STAFF, LOOPBACK, ANONYMOUS, LOG_IN),
        (STAFF, LOOPBACK, MEMBER, NOTHING),
        (STAFF, OUTSIDE, LEFT, NOTHING),
        (STAFF, OUTSIDE, COLLEAGUE, ALL),
        # Every rule has to hold.
        (NETWORK | AUTH, OUTSIDE, NOBODY, LOG_IN),
        (NETWORK | AUTH, OUTSIDE, MEMBER, ALL),
        (NETWORK | AUTH, LOOPBACK, MEMBER, NOTHING),
        (AUTH | STAFF, OUTSIDE, MEMBER, NOTHING),
        (NETWORK | AUTH | STAFF, OUTSIDE, COLLEAGUE, ALL),
    ],
)
def test_the_table_of_rules(
    settings: dict[str, Any], address: str, user: object | None, access: Access
) -> None:
    """As ``docs/django.md`` tells it."""
    assert access_of(_request(address, user), HealthSettings(**settings)) is access


def test_a_view_may_require_a_user_of_its_own() -> None:
    """``auth_required`` is ``REQUIRE_AUTH`` for one view."""
    settings = HealthSettings()
    assert access_of(_request(LOOPBACK), settings, auth_required=True) is LOG_IN
    assert access_of(_request(OUTSIDE, MEMBER), settings, auth_required=True) is ALL


@pytest.mark.parametrize(
    ("forwarded", "proxies", "access"),
    [
        ("192.0.2.1", [], NOTHING),
        ("192.0.2.1", ["10.0.0.0/8"], ALL),
        ("192.0.2.1, 198.51.100.1", ["10.0.0.0/8"], NOTHING),
        ("198.51.100.1, 192.0.2.1", ["10.0.0.0/8"], ALL),
        ("unknown", ["10.0.0.0/8"], NOTHING),
        ("192.0.2.1", ["198.51.100.0/24"], NOTHING),
    ],
)
def test_addresses_behind_proxies(forwarded: str, proxies: list[str], access: Access) -> None:
    """``X-Forwarded-For`` counts as far as the proxies are trusted."""
    request = _request("10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    settings = HealthSettings(**NETWORK, trusted_proxies=proxies)
    assert access_of(request, settings) is access


def test_a_proxy_on_the_same_machine_is_not_the_same_machine() -> None:
    """Without a rule, what it hands on is seen as from outside."""
    request = _request(LOOPBACK, HTTP_X_FORWARDED_FOR=LOOPBACK)
    assert access_of(request, HealthSettings()) is SHORT
    assert access_of(request, HealthSettings(trusted_proxies=["127.0.0.1"])) is SHORT


class _Untouchable:
    """A user that must not be looked at: the session's store hangs."""

    @property
    def is_authenticated(self) -> bool:
        raise AssertionError("the user was looked at")


@pytest.mark.parametrize(
    ("settings", "address", "wants_details", "access"),
    [
        ({}, OUTSIDE, False, SHORT),
        ({}, LOOPBACK, True, ALL),
        (NETWORK, OUTSIDE, True, ALL),
        (NETWORK, LOOPBACK, True, NOTHING),
        (NETWORK | AUTH | STAFF, LOOPBACK, True, NOTHING),
    ],
)
def test_the_user_is_looked_at_only_where_it_matters(
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, Any],
    address: str,
    wants_details: bool,
    access: Access,
) -> None:
    """Where the address decides, no session is opened."""
    looked: list[object] = []
    monkeypatch.setattr("django_health.web.access._user", looked.append)
    request = _request(address, _Untouchable())
    found = access_of(request, HealthSettings(**settings), wants_details=wants_details)
    assert (found, looked) == (access, [])


@pytest.mark.parametrize(
    ("host", "access"),
    [
        ("localhost:8000", ALL),
        ("[::1]", ALL),
        ("shop.example", ALL),
        ("attacker.example", SHORT),
        ("...", SHORT),
    ],
)
def test_a_page_in_a_browser_of_this_machine(host: str, access: Access) -> None:
    """Its own name, which leads here, opens nothing; the name of the site does."""
    request = _request(LOOPBACK, HTTP_HOST=host)
    with override_settings(ALLOWED_HOSTS=["shop.example"]):
        assert access_of(request, HealthSettings()) is access
        assert access_of(request, HealthSettings(allowed_ips=["127.0.0.0/8"])) is ALL
        request.user = COLLEAGUE  # type: ignore[assignment]
        assert access_of(request, HealthSettings()) is ALL


class _Unknowable:
    """A user whose session cannot be read."""

    @property
    def is_authenticated(self) -> bool:
        raise ConnectionError("connect to postgres://shop:canary-password@db failed")


@pytest.mark.parametrize(("settings", "access"), [({}, SHORT), (AUTH, LOG_IN), (STAFF, LOG_IN)])
def test_a_user_of_whom_nobody_can_tell_is_anonymous(
    settings: dict[str, Any],
    access: Access,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A session store that is down lets nobody in, breaks nothing and tells no secret."""
    monkeypatch.setattr("django_health.web.access._told", set())
    assert access_of(_request(OUTSIDE, _Unknowable()), HealthSettings(**settings)) is access
    (record,) = caplog.records
    assert "ConnectionError at test_access.py" in record.getMessage()
    assert "canary" not in caplog.text


def test_it_is_told_once_until_a_user_is_known_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outage of the session store does not fill the log, and the next one is told again."""
    monkeypatch.setattr("django_health.web.access._told", set())
    for user, lines in [(_Unknowable(), 1), (_Unknowable(), 1), (ANONYMOUS, 1), (_Unknowable(), 1)]:
        access_of(_request(OUTSIDE, user), HealthSettings())
        assert len(caplog.records) == lines
    access_of(_request(OUTSIDE, MEMBER), HealthSettings())
    access_of(_request(OUTSIDE, _Unknowable()), HealthSettings())
    assert len(caplog.records) == 2
