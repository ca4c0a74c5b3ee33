"""Where the page leads to: what its host gives it, and the runbook of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from django_health.settings.linked_pages import LinkedPages

SCHEMES = ("http://", "https://")

DASHBOARDS = "/d/dhe-overview"
"""Where the dashboards begin, in a Grafana."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Links that only the host of the page can know.

    Attributes:
        pages: What a link is called, and where it leads, in their order: a path, or a URL of http.
        runbooks: Where the runbooks are, as ``https://wiki.example/runbooks``; empty if nobody
            said so. Then the page names them, and has no links to them.

    Raises:
        ValueError: A link leads to something else, as ``javascript:`` would.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    runbooks: str = ""

    def __post_init__(self) -> None:
        for name, href in {**self.pages, "runbooks": self.runbooks or "/"}.items():
            if not _leads_somewhere(href):
                raise ValueError(f"link {name!r}: write a path, or a URL of http or https")

    @classmethod
    def beside(cls, pages: Mapping[str, str], linked: LinkedPages) -> Self:
        """Return the links of a host that has some pages, after those that the settings name."""
        grafana = linked.grafana_url.rstrip("/")
        dashboards = {"Dashboards": grafana + DASHBOARDS} if grafana else {}
        return cls({**dashboards, **pages}, linked.runbooks_url)

    def runbook(self, name: str) -> str:
        """Return where the page of a runbook is; empty if that is not known."""
        return f"{self.runbooks.rstrip('/')}/{name}.md" if self.runbooks else ""


def _leads_somewhere(href: str) -> bool:
    is_path = href.startswith("/") and not href.startswith(("//", "/\\"))
    return (is_path or href.lower().startswith(SCHEMES)) and href.isprintable()
