"""What stands before the views, and the library's own middleware before all of that."""

from __future__ import annotations

from django.conf import settings
from django.test import TestCase, override_settings

FIRST = ["django_health.middleware.HealthCheckMiddleware", *settings.MIDDLEWARE]
BY_ADDRESS = {"host": "10.1.2.3:8000"}
"""How a balancer asks."""
BY_LOOPBACK = {"host": "127.0.0.1:8000"}
"""How somebody on the machine asks."""
DETAILS = ("/health/detailed/", "/health/system/", "/health/metrics")


class RedirectTest(TestCase):
    """``SECURE_SSL_REDIRECT``."""

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_redirected(self) -> None:
        """A probe without TLS is sent elsewhere, as every request is."""
        response = self.client.get("/health/")
        assert response.status_code == 301
        assert response["Location"] == "https://testserver/health/"
        assert self.client.get("/health/", secure=True).status_code == 200

    @override_settings(SECURE_SSL_REDIRECT=True, SECURE_REDIRECT_EXEMPT=[r"^health/"])
    def test_exempt(self) -> None:
        """Where the paths are exempt they are answered."""
        for path in ("/health/", "/health/detailed/", "/health/metrics"):
            assert self.client.get(path).status_code == 200
        assert self.client.get("/plain/").status_code == 301

    @override_settings(SECURE_SSL_REDIRECT=True, MIDDLEWARE=FIRST)
    def test_first(self) -> None:
        """The library's middleware answers before."""
        assert self.client.get("/health/").status_code == 200
        assert self.client.get("/plain/").status_code == 301


class HostTest(TestCase):
    """``ALLOWED_HOSTS``."""

    def test_refused(self) -> None:
        """``CommonMiddleware`` refuses a host that is not allowed, whatever the path."""
        response = self.client.get("/health/", headers=BY_ADDRESS)
        assert response.status_code == 400

    @override_settings(MIDDLEWARE=[])
    def test_nobody_asks(self) -> None:
        """The views themselves want no host, but for details on nothing but the loopback."""
        self._assert_short_form_alone()
        assert self.client.get("/health/metrics", headers=BY_LOOPBACK).status_code == 200

    @override_settings(MIDDLEWARE=FIRST)
    def test_first(self) -> None:
        """The library's middleware answers before."""
        self._assert_short_form_alone()
        for path in DETAILS:
            assert self.client.get(path, headers=BY_LOOPBACK).status_code == 200
        assert self.client.get("/plain/", headers=BY_ADDRESS).status_code == 400

    @override_settings(MIDDLEWARE=FIRST)
    async def test_first_asynchronous(self) -> None:
        """So it does under ASGI, and passes on the rest."""
        assert (await self.async_client.get("/health/", headers=BY_ADDRESS)).status_code == 200
        for path in DETAILS:
            response = await self.async_client.get(path)
            assert response.status_code == 200
        response = await self.async_client.get("/plain/")
        assert response.content == b"plain"

    def _assert_short_form_alone(self) -> None:
        assert self.client.get("/health/", headers=BY_ADDRESS).status_code == 200
        for path in DETAILS:
            assert self.client.get(path, headers=BY_ADDRESS).status_code == 403


class SlashTest(TestCase):
    """``APPEND_SLASH``."""

    def test_no_redirect_below(self) -> None:
        """What is below is answered with and without the last slash."""
        for path in ("detailed", "system", "metrics"):
            for form in (f"/health/{path}", f"/health/{path}/"):
                assert self.client.get(form).status_code == 200

    def test_the_path_itself(self) -> None:
        """It is the project's, and Django appends the slash."""
        self.assertRedirects(
            self.client.get("/health"), "/health/", 301, fetch_redirect_response=False
        )
