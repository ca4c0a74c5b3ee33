"""Views of a project's own, with checks that they give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import override_settings

from django_health.views import HealthCheckView, StatusPageView
from sample_checks import Sample
from served_checks import Person, ask, served

pytestmark = pytest.mark.usefixtures("django_project")

STAFF = Person(is_staff=True)


def _document(content: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content)
    return document


def _well() -> list[Sample]:
    return [Sample("database", "default"), Sample("system", part="cpu")]


class Shop(HealthCheckView):
    """A project's own view."""

    status = "ok"

    def get_custom_checks(self) -> dict[str, dict[str, object]]:
        """One check, from what the request is."""
        method = str(self.request.method)
        return {"payments": {"status": self.status, "message": "so so", "method": method}}


@pytest.mark.parametrize(
    ("status", "code", "overall"),
    [("ok", 200, "healthy"), ("warning", 200, "warning"), ("error", 503, "unhealthy")],
)
def test_custom_checks_of_a_subclass(status: str, code: int, overall: str) -> None:
    """Their statuses count, for everybody; what they say is a detail."""
    view = Shop.as_view(status=status)
    with served(*_well()):
        outside, inside = ask(view), ask(view, user=STAFF)
    assert (outside.status_code, inside.status_code) == (code, code)
    assert _document(outside.content)["status"] == overall
    assert b"so so" not in outside.content
    entry = _document(inside.content)["checks"]["payments"]
    assert (entry["status"], entry["message"], entry["method"]) == (status, "so so", "GET")


def test_custom_checks_have_a_past() -> None:
    """As those of the engine have, on the page for people."""

    class Page(StatusPageView):
        def get_custom_checks(self) -> dict[str, dict[str, object]]:
            return {"payments": {"status": "ok"}}

    with served(), override_settings(ROOT_URLCONF="django_site.urls"):
        text = ask(Page.as_view(), user=STAFF).content.decode()
    assert "payments" in text
    assert "nothing is known yet" not in text


def test_custom_checks_that_raise() -> None:
    """They are told by type and place, and nothing else is harmed."""

    class Raising(HealthCheckView):
        def get_custom_checks(self) -> dict[str, dict[str, object]]:
            raise RuntimeError("canary-password")

    with served(*_well()):
        response = ask(Raising.as_view(), user=STAFF)
    checks = _document(response.content)["checks"]
    assert response.status_code == 503
    assert checks["database"]["status"] == "ok"
    assert "RuntimeError at test_views_custom.py" in checks["custom_checks"]["message"]
    assert b"canary" not in response.content
