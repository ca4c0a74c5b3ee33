"""What Django takes for granted about time zones, and what a server says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings

from django_health.checks.configuration.time_zone import (
    Answer,
    Expected,
    expected_at,
    instants,
    matches,
)
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_projects import database

MOMENTS = instants(datetime(2026, 5, 3, tzinfo=UTC))
BERLIN = Expected(uses_tz=False, stored="Europe/Berlin", shown="Europe/Berlin")

pytestmark = pytest.mark.usefixtures("django_project")


def use(monkeypatch: pytest.MonkeyPatch, time_zone: str | None, *, uses_tz: bool) -> None:
    """Set what Django's settings say."""
    monkeypatch.setattr(settings, "TIME_ZONE", time_zone)
    monkeypatch.setattr(settings, "USE_TZ", uses_tz)


def test_times_are_stored_in_utc_with_use_tz(monkeypatch: pytest.MonkeyPatch) -> None:
    """And in the database's own zone where it has one."""
    use(monkeypatch, "Europe/Berlin", uses_tz=True)
    with database("one"), database("other", TIME_ZONE="Asia/Tokyo"):
        assert expected_at("one") == Expected(True, "UTC", "Europe/Berlin")
        assert expected_at("other") == Expected(True, "Asia/Tokyo", "Europe/Berlin")


def test_times_are_stored_as_they_are_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the zone of the application is that of the database."""
    use(monkeypatch, "Europe/Berlin", uses_tz=False)
    assert expected_at("default") == BERLIN


def test_a_zone_set_on_each_connection_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """MySQL's own zone says nothing then."""
    use(monkeypatch, "Europe/Berlin", uses_tz=False)
    with database("one", OPTIONS={"init_command": "SET TIME_ZONE = '+01:00'"}):
        expected = expected_at("one")
    assert expected is not None
    assert expected.is_set_by_application
    assert matches(Answer(0, 0, is_known=True), expected, MOMENTS) is None


def test_without_alias_or_zone_there_is_nothing_to_expect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A database of the configuration file is none of Django's."""
    assert expected_at("nosuch") is None
    use(monkeypatch, None, uses_tz=False)
    assert expected_at("default") is None


@pytest.mark.parametrize("name", ["Canary/Zone", "canary'; DROP", "../canary", "Europe", "a" * 99])
def test_a_zone_that_is_none_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It goes neither into a message nor into a statement."""
    use(monkeypatch, name, uses_tz=False)
    with pytest.raises(CheckFailed) as caught:
        expected_at("default")
    assert caught.value.reason is Reason.MISCONFIGURED
    assert str(caught.value) == "a TIME_ZONE of the settings is no time zone that Python knows"


@pytest.mark.parametrize(
    ("january", "july", "same"),
    [(3600, 7200, True), (3600, 3600, False), (0, 0, False), (None, 7200, None)],
)
def test_zones_are_compared_by_what_clocks_show(
    january: int | None, july: int | None, same: bool | None
) -> None:
    """In winter and in summer; a server that cannot tell is not judged."""
    assert matches(Answer(january, july, is_known=True), BERLIN, MOMENTS) is same


def test_the_moments_are_in_winter_and_in_summer() -> None:
    """Of the present year."""
    january, july = MOMENTS
    assert january == datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert july == datetime(2026, 7, 15, 12, tzinfo=UTC)
