"""Links go where their host says, and nowhere else."""

from __future__ import annotations

import pytest

from django_health.page.links import PageLinks
from django_health.settings.linked_pages import LinkedPages


@pytest.mark.parametrize("href", ["/metrics", "/a/b?c=d", "https://g.example/d/1", "HTTP://g/"])
def test_paths_and_urls(href: str) -> None:
    """What a browser can follow."""
    assert PageLinks({"there": href}).pages == {"there": href}


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "metrics",
        "/a\nb",
        "",
    ],
)
def test_what_leads_elsewhere(href: str) -> None:
    """The error names the link, and does not repeat what may be a secret."""
    with pytest.raises(ValueError, match=r"link 'there': write a path, or a URL of http or https"):
        PageLinks({"there": href})


def test_runbooks_that_lead_elsewhere() -> None:
    """They are links like others."""
    with pytest.raises(ValueError, match="runbooks"):
        PageLinks(runbooks="javascript:alert(1)//")


@pytest.mark.parametrize(
    "base", ["https://wiki.example/runbooks", "https://wiki.example/runbooks/"]
)
def test_a_runbook(base: str) -> None:
    """It is a file of that folder."""
    assert PageLinks(runbooks=base).runbook("Down") == "https://wiki.example/runbooks/Down.md"


def test_no_runbooks() -> None:
    """Where nobody said, nothing is invented."""
    assert PageLinks().runbook("Down") == ""


def test_beside_what_the_settings_name() -> None:
    """Dashboards come before the pages of the host, which are many, and runbooks apart."""
    linked = LinkedPages("https://grafana.example/", "https://wiki.example")
    links = PageLinks.beside({"Metrics": "/metrics"}, linked)
    assert list(links.pages.values()) == ["https://grafana.example/d/dhe-overview", "/metrics"]
    assert links.runbooks == "https://wiki.example"


def test_nothing_named() -> None:
    """The pages of the host alone."""
    assert PageLinks.beside({"Metrics": "/m"}, LinkedPages()) == PageLinks({"Metrics": "/m"})
