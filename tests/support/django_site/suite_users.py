"""Users, sessions, and the middleware that wants everybody to log in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, TestCase, override_settings

OUTSIDE = "192.0.2.1"
LOGIN_REQUIRED = [
    *settings.MIDDLEWARE,
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]


def with_rules(**rules: Any) -> override_settings:
    """The settings of the library with some more."""
    return override_settings(HEALTH_CHECK={**settings.HEALTH_CHECK, **rules})


class UsersTest(TestCase):
    """Who asks from outside."""

    def setUp(self) -> None:
        """Three who ask."""
        self.anonymous, self.member, self.staff = (Client(REMOTE_ADDR=OUTSIDE) for _ in range(3))
        self.member.force_login(User.objects.create_user("member"))
        self.staff.force_login(User.objects.create_user("staff", is_staff=True))

    def codes(self, path: str) -> list[int]:
        """What each of them gets."""
        everybody = (self.anonymous, self.member, self.staff)
        return [client.get(path).status_code for client in everybody]

    def test_no_rule(self) -> None:
        """The short form for everybody, the rest for staff."""
        assert self.codes("/health/") == [200, 200, 200]
        for path in ("/health/detailed/", "/health/system/", "/health/metrics"):
            assert self.codes(path) == [403, 403, 200]
        assert "checks" not in self.member.get("/everything/").json()
        assert "checks" in self.staff.get("/everything/").json()

    @with_rules(REQUIRE_AUTH=True)
    def test_require_auth(self) -> None:
        """Whoever is logged in."""
        for path in ("/health/", "/health/detailed/", "/health/system/", "/health/metrics"):
            assert self.codes(path) == [401, 200, 200]

    @with_rules(REQUIRE_STAFF=True)
    def test_require_staff(self) -> None:
        """Who is staff."""
        for path in ("/health/", "/health/detailed/", "/everything/"):
            assert self.codes(path) == [401, 403, 200]

    @with_rules(ALLOWED_IPS=["198.51.100.0/24"])
    def test_addresses_first(self) -> None:
        """Who comes from elsewhere is refused, and nobody looks for a session."""
        with self.assertNumQueries(0):
            assert self.codes("/health/") == [403, 403, 403]

    def test_a_view_that_requires_a_user(self) -> None:
        """Also of those on this machine."""
        assert self.codes("/members/") == [401, 200, 200]
        assert Client().get("/members/").status_code == 401

    @override_settings(MIDDLEWARE=LOGIN_REQUIRED, LOGIN_URL="/login/")
    def test_login_required_middleware(self) -> None:
        """It sends to the login whoever asks for a page, and lets the views decide themselves."""
        assert self.codes("/plain/") == [302, 200, 200]
        assert self.codes("/health/") == [200, 200, 200]
        assert self.codes("/health/detailed/") == [403, 403, 200]

    @override_settings(MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
    def test_without_users(self) -> None:
        """Where nobody can log in, everybody is anonymous."""
        assert self.codes("/health/") == [200, 200, 200]
        assert self.codes("/health/detailed/") == [403, 403, 403]
        assert self.codes("/members/") == [401, 401, 401]
