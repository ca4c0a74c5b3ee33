"""The page of the endpoints has every path of ``django_health.urls``."""

from __future__ import annotations

import pytest
from django.urls import path

from django_health import urls
from django_health.views import MetricsView
from reference import django_endpoints
from reference.django_endpoints import blocks
from reference.meaning import Undocumented

TEXT = "\n".join(blocks())


def test_each_path() -> None:
    """With its name; the others differ in the last slash."""
    named = [pattern for pattern in urls.urlpatterns if pattern.name]
    assert named
    for pattern in named:
        assert f"| `/health/{pattern.pattern}` | `django_health:{pattern.name}` |" in TEXT


def test_each_status() -> None:
    """Those of Django, of all views and of one."""
    for number in (200, 400, 401, 403, 404, 405, 503):
        assert f"| `{number}` " in TEXT
    assert "| `404` Not Found | `/health/system/` | The component `system`" in TEXT


@pytest.mark.parametrize("name", [None, "extra"])
def test_a_path_of_which_nothing_is_said(name: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be written, whether it has a name or not."""
    extra = path("extra", MetricsView.as_view(), name=name)
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, extra])
    with pytest.raises(Undocumented, match="extra"):
        django_endpoints.blocks()
