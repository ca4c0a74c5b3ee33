"""The page as text: sound, bounded, and shown to whom it may be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from django_health.history import History
from django_health.page import About, Page, PageLinks
from django_health.page.components import ROWS
from django_health.page.rendering import CARDS
from django_health.page.security import headers_for
from django_health.result import Outcome, Reason, Status
from django_health.version import __version__
from fresh_imports import imported_by
from sample_checks import report_of, result_of
from status_pages import STATES, Markup, failing, healthy, large, page_of

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\' style="x'

EVERY = pytest.mark.parametrize("state", [*STATES.values(), large])


@EVERY
def test_markup_is_sound(state: Callable[[], Page]) -> None:
    """Every element ends, and no two have the same name."""
    markup = Markup(state().body)
    assert markup.mistakes == []
    assert [name for name, count in Counter(markup.values("id")).items() if count > 1] == []
    keys = Counter(markup.values("data-key"))
    assert [key for key, count in keys.items() if count > 1] == []


@EVERY
def test_nothing_that_the_policy_forbids(state: Callable[[], Page]) -> None:
    """No style or script in an attribute, and nothing that is loaded."""
    markup = Markup(state().body)
    attributes = {name for _, found in markup.elements for name in found}
    assert "style" not in attributes
    assert [name for name in attributes if name.startswith("on")] == []
    assert markup.values("src") == []
    tags = {tag for tag, _ in markup.elements}
    assert tags.isdisjoint({"img", "iframe", "form", "object", "embed", "base", "input"})


def test_the_policy_is_that_of_this_page() -> None:
    """Its one style and its one script are those of which the header has the digests."""
    page = healthy()
    text = page.body.decode()
    style = text.partition("<style>")[2].partition("</style>")[0]
    script = text.partition("<script>")[2].partition("</script>")[0]
    assert (text.count("<style"), text.count("<script")) == (1, 1)
    assert page.headers == headers_for(style, script)


@EVERY
def test_links_inside_of_the_page(state: Callable[[], Page]) -> None:
    """They lead to what is there."""
    markup = Markup(state().body)
    names = set(markup.values("id"))
    inside = {href[1:] for href in markup.values("href") if href.startswith("#")}
    labelled = set(markup.values("aria-labelledby"))
    assert (inside | labelled) - names == set()


def test_landmarks_and_headings() -> None:
    """One main, a header and a footer, named navigations; headings without a gap."""
    markup = Markup(failing().body)
    tags = Counter(tag for tag, _ in markup.elements)
    assert (tags["main"], tags["header"], tags["footer"], tags["h1"]) == (1, 1, 1, 1)
    assert all("aria-label" in found for tag, found in markup.elements if tag == "nav")
    levels = [int(tag[1]) for tag, _ in markup.elements if tag in ("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert dict(markup.elements)["html"] == {"lang": "en"}


def test_each_drawing_has_words() -> None:
    """What is drawn is told in a label, or is there for the eye alone beside its words."""
    drawings = [found for tag, found in Markup(failing().body).elements if tag == "svg"]
    for found in drawings:
        assert found.get("aria-hidden") == "true" or found.get("aria-label")


def test_all_of_a_failure_is_told() -> None:
    """State, reason, sentence, latency, since when, past, thresholds, and the runbook."""
    text = Markup(failing().body).text
    assert "Unhealthy 4 of 19 checks fail, 1 warns, 1 is skipped" in text
    assert "error database/reporting refused : the connection was refused" in text
    assert "last worked at 10:06:00 UTC, 24 min ago; took 0.4 ms" in text
    assert "last 6 h: error since 10:10 (UTC)" in text
    assert "/var/lib/postgresql 97.1 % warns at 85 %, fails at 95 %" in text
    assert "Runbook DjangoHealthDatabaseDown" in text
    hrefs = Markup(failing().body).values("href")
    assert "https://wiki.example/runbooks/DjangoHealthDatabaseDown.md" in hrefs


def test_links_of_the_host() -> None:
    """In their order; without runbooks they are named all the same."""
    page = failing(links=PageLinks({"Metrics": "/m", "JSON": "/j?a=1&b=2"}))
    markup = Markup(page.body)
    assert [h for h in markup.values("href") if h.startswith("/")] == ["/m", "/j?a=1&b=2"]
    assert "Runbook DjangoHealthDatabaseDown" in markup.text
    assert not [h for h in markup.values("href") if "DjangoHealth" in h]


def test_without_details() -> None:
    """Those who may not see them learn the word, and neither names nor numbers."""
    about = About("shop.example", "process 4711")
    page = failing(has_details=False, about=about)
    text = Markup(page.body).text
    assert "Unhealthy" in text
    for detail in ("database", "reporting", "refused", "10.0.0.7", "19", "workers", "wiki"):
        assert detail not in text
    whole = failing(about=about).body.decode()
    for detail in ("grafana.", "wiki.example", "/metrics", "shop.example", "process 4711"):
        assert detail in whole
        assert detail not in page.body.decode()
    assert __version__ not in text
    assert Markup(page.body).mistakes == []


@pytest.mark.parametrize("status", Status)
def test_hostile_texts(status: Status) -> None:
    """They are shown as they are, wherever they stand."""
    outcome = Outcome(status, Reason.INTERNAL, HOSTILE, {HOSTILE: HOSTILE, "a": [HOSTILE]})
    result = replace(result_of(HOSTILE, HOSTILE, HOSTILE), outcome=outcome)
    markup = Markup(page_of(report_of(result), links=PageLinks({HOSTILE: f"/{HOSTILE}"})).body)
    assert markup.mistakes == []
    assert {tag for tag, _ in markup.elements}.isdisjoint({"img"})
    assert sum(tag == "script" for tag, _ in markup.elements) == 1
    assert "<script>alert(1)</script>" in markup.text
    assert "{{ 7*7 }}" in markup.text


@pytest.mark.parametrize("text", ["\udcff\x00", "\u202egpj.exe", "\x1b[31m", "日本語", "</main>"])
def test_odd_texts(text: str) -> None:
    """No text keeps the page from being made."""
    page = page_of(report_of(result_of(text, text, message=text, status=Status.ERROR)))
    assert Markup(page.body).mistakes == []


def test_what_it_is_about() -> None:
    """It stands above all, and in the title; whose memory the past is stands beside the strips."""
    markup = Markup(failing(about=About("shop.example", "As one process saw it.")).body)
    assert markup.texts[:3] == [
        "Unhealthy, shop.example: 4 of 19 checks fail, 1 warns, 1 is skipped",
        "Health of",
        "shop.example",
    ]
    assert markup.text.index("not asked As one process saw it.") > 0


def test_no_answer_yet() -> None:
    """Neither well nor an error, and grey."""
    late = result_of("cache", status=Status.ERROR, reason=Reason.TIMEOUT, duration=1.5)
    report = report_of(result_of("database"), replace(late, answered=False))
    page = page_of(report, history=History(clock=lambda: report.created))
    text = Markup(page.body).text
    assert "Not known yet 1 of 2 checks works, 1 has not answered yet" in text
    assert "no answer yet cache no answer yet, asked 1.5 s ago" in text
    assert "What is wrong" not in text


def test_many_that_fail_are_folded() -> None:
    """A phone is not to show the hundredth before the components."""
    failed = result_of("database", status=Status.ERROR, reason=Reason.REFUSED)
    page = page_of(report_of(*(replace(failed, target=f"{n}") for n in range(500))), {})
    markup = Markup(page.body)
    folds = [found for tag, found in markup.elements if tag == "details"]
    assert {"data-key": "folded", "class": "rest"} in folds
    assert [found for found in folds if "open" in found] == []
    head, _, folded = page.body.decode().partition('data-key="folded"')
    assert (head.count('<li class="card'), folded.count('<li class="card')) == (CARDS, ROWS - CARDS)


def test_the_legend_names_all_states() -> None:
    """Also that of what is skipped."""
    legend = Markup(healthy().body).text.partition("now at the right:")[2]
    assert legend.split()[:4] == ["skipped", "ok", "warning", "error"]


def test_all_of_many_are_there() -> None:
    """Of a thousand targets each is named, and the page is small."""
    page = large(1000)
    text = Markup(page.body).text
    assert all(f"tenant_{number:04}" in text for number in range(1000))
    assert len(page.body) < 300_000


def test_size_is_bounded() -> None:
    """Whatever the checks are called and say, and however many they are."""
    details = {f"{HOSTILE}{number}": HOSTILE * 100 for number in range(100)}
    result = result_of(HOSTILE * 9, status=Status.ERROR, message=HOSTILE * 20, details=details)
    results = [replace(result, target=f"{number}{HOSTILE}") for number in range(5000)]
    others = [replace(result, name=f"{number}{HOSTILE}") for number in range(5000)]
    assert len(page_of(report_of(*results, *others), {}, history=History()).body) < 3_000_000


def test_without_credentials() -> None:
    """Also where a message or a figure has some."""
    url = "postgresql://app:canary-password@db/shop"
    result = result_of("x", "y", status=Status.ERROR, message=url, details={"dsn": url, "u": url})
    page = page_of(report_of(result))
    assert b"canary-password" not in page.body
    assert "canary-password" not in json.dumps(dict(page.headers))


def test_an_edition_is_that_of_the_files() -> None:
    """Pages of one version have the same, so that they do not load each other anew."""
    editions = {Markup(page.body).values("data-edition")[0] for page in (healthy(), failing())}
    assert len(editions) == 1


def test_what_is_imported() -> None:
    """The template engine comes with the first page, and nothing of Django or the daemon at all."""
    program = "import django_health.page as page"
    before = imported_by(program)
    assert before.isdisjoint({"jinja2", "django", "tornado", "rich", "click"})
    asked = (
        "page.status_page(Report((), 0.0, 0.0, 0.0), history=History(), links=page.PageLinks(),"
        " settings=HealthSettings(), has_details=True)"
    )
    after = imported_by(
        f"{program}\nfrom django_health.history import History\n"
        f"from django_health.result import Report\n"
        f"from django_health.settings import HealthSettings\n{asked}"
    )
    assert "jinja2" in after
    assert after.isdisjoint({"django", "tornado", "rich", "click"})
