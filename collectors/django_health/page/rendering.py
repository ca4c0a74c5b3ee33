"""A report as a page: the template filled in, with the headers that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from django_health.history import History
from django_health.page.about import About
from django_health.page.components import Shown, shown
from django_health.page.links import PageLinks
from django_health.page.overall import overall_of
from django_health.page.past import HEIGHTS
from django_health.page.pending import with_pending
from django_health.page.rows import Surroundings
from django_health.page.security import headers_for
from django_health.result import Report
from django_health.settings import HealthSettings
from django_health.version import __version__

if TYPE_CHECKING:
    from jinja2 import Template

REFRESH = 15.0
"""Seconds after which the page asks for itself again, while somebody looks at it."""


CARDS = 20
"""Checks that are not well with a card that is open; those of any more are folded."""

NAMELESS = About()


class Page(NamedTuple):
    """What is sent, and the headers that have to be sent with it."""

    body: bytes
    headers: Mapping[str, str]


def status_page(
    report: Report,
    *,
    history: History,
    links: PageLinks,
    settings: HealthSettings,
    has_details: bool,
    about: About = NAMELESS,
    refresh: float = REFRESH,
) -> Page:
    """Return the page of a report; no secret is in it, and its size is bounded.

    Args:
        report: What the checks answered.
        history: What they answered before.
        links: Where the page leads to.
        settings: The thresholds.
        has_details: Whether who asks may see more than the word for the whole; else no link, no
            name and no version is told either.
        about: What the page is about.
        refresh: Seconds after which the page asks for itself again.
    """
    made = _made()
    report = with_pending(report)
    surroundings = Surroundings(report, history, links, settings)
    told = shown(surroundings) if has_details else Shown((), 0, ())
    text = made.template.render(
        overall=overall_of(report, has_details=has_details, name=about.name),
        wrong=told.wrong[:CARDS],
        folded=told.wrong[CARDS:],
        unlisted=told.unlisted,
        components=told.components,
        pages=links.pages if has_details else {},
        memory=about.memory,
        hours=round(history.step * history.steps / 3600, 1),
        top=max(HEIGHTS.values()),
        refresh=refresh,
        version=__version__ if has_details else "",
        edition=made.edition,
        style=made.style,
        script=made.script,
    )
    return Page(text.encode("utf-8", "replace"), made.headers)


class _Made(NamedTuple):
    """What is the same for every page.

    Attributes:
        template: To be filled in.
        style: What the page looks like.
        script: What it does by itself.
        edition: Another one where any of these is another one: an open page then loads anew.
        headers: What is sent with each page.
    """

    template: Template
    style: str
    script: str
    edition: str
    headers: Mapping[str, str]


@lru_cache(maxsize=1)
def _made() -> _Made:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - only for a page

    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _file("style.css"), _file("script.js")
    texts = "".join((__version__, _file("page.html"), _file("parts.html"), style, script))
    edition = sha256(texts.encode()).hexdigest()[:16]
    template = environment.get_template("page.html")
    return _Made(template, style, script, edition, headers_for(style, script))


def _file(name: str) -> str:
    return (files("django_health.page") / "templates" / name).read_text(encoding="utf-8")
