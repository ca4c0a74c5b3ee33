"""The links to pages elsewhere."""

from __future__ import annotations

import pytest

from django_health.settings import settings_from
from django_health.settings.validation import InvalidDocument


def test_places() -> None:
    """As written, in capitals in Django's settings too."""
    links = settings_from({"LINKS": {"GRAFANA_URL": "https://grafana.example/g"}}, "X").links
    assert (links.grafana_url, links.runbooks_url) == ("https://grafana.example/g", "")


@pytest.mark.parametrize("key", ["grafana_url", "runbooks_url"])
@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("grafana.example", "does not begin with http"),
        ("javascript:alert(1)", "does not begin with http"),
        ("https://", "names no host"),
        ("https://canary:hunter2@grafana.example", "no user, password"),
        ("https://grafana.example/?token=canary", "no user, password"),
        ("https://grafana.example/#canary", "no user, password"),
        ('https://grafana.example/"><script>', "no user, password"),
    ],
)
def test_what_leads_nowhere_or_tells_a_secret(key: str, url: str, why: str) -> None:
    """It is refused in one line, which repeats nothing of it."""
    with pytest.raises(InvalidDocument) as caught:
        settings_from({"links": {key: url}}, "exporter.yml")
    text = str(caught.value)
    assert text.startswith("exporter.yml: links")
    assert key in text
    assert why in text
    assert "canary" not in text
