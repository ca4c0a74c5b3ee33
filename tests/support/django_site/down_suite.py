"""Every request is to be in a transaction of a database that is down."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import SimpleTestCase, override_settings

PATHS = ("/health/", "/health/detailed/", "/health/system/", "/health/metrics")
FIRST = ["django_health.middleware.HealthCheckMiddleware", *settings.MIDDLEWARE]


class DownTest(SimpleTestCase):
    """What is left of the site."""

    databases = {"default", "replica"}  # noqa: RUF012 - as Django has it

    def test_a_page_like_any_other(self) -> None:
        """It cannot be asked for: so the transactions are really there."""
        with pytest.raises(OperationalError):
            self.client.get("/plain/")

    def test_the_views_answer(self) -> None:
        """They run in no transaction, of whichever database."""
        codes = [self.client.get(path).status_code for path in PATHS]
        assert codes == [503, 503, 200, 200]
        checks = self.client.get("/health/detailed/").json()["checks"]
        assert set(checks["database"]["targets"]) == {"default", "replica"}
        assert checks["database"]["reason"] == "refused"
        assert checks["cache"]["status"] == "ok"

    async def test_asynchronous(self) -> None:
        """Nor do they under ASGI."""
        codes = [(await self.async_client.get(path)).status_code for path in PATHS]
        assert codes == [503, 503, 200, 200]

    def test_a_session_that_cannot_be_read(self) -> None:
        """Who asks cannot be known, so it is as if nobody had logged in."""
        self.client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
        outside: Any = {"REMOTE_ADDR": "192.0.2.1"}
        assert self.client.get("/health/", **outside).status_code == 503
        assert self.client.get("/health/detailed/", **outside).status_code == 403
        assert self.client.get("/members/", **outside).status_code == 401

    def test_no_password(self) -> None:
        """It is in no answer, whoever asks for whichever form."""
        password = settings.DATABASES["default"]["PASSWORD"].encode()
        for path in (*PATHS, "/everything/", "/members/", "/shop/"):
            for accept in ("*/*", "application/health+json", "application/openmetrics-text"):
                response = self.client.get(path, headers={"accept": accept})
                assert password not in response.content

    @override_settings(MIDDLEWARE=FIRST)
    def test_the_middleware_answers(self) -> None:
        """It is outside of all transactions anyway."""
        codes = [self.client.get(path).status_code for path in PATHS]
        assert codes == [503, 503, 200, 200]
