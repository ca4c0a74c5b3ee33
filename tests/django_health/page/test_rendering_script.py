"""What the page does by itself: asks for itself again, and says when what it shows is old."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chromium import Tab
from status_pages import PageServer, failing, healthy

QUICKLY = 0.2
"""Seconds between two requests of the page, here."""

TITLE = "document.title"
WORD = "document.querySelector('h1').textContent"
TROUBLE = "document.querySelector('#trouble').textContent"
STALE = "document.body.classList.contains('stale')"


@pytest.fixture
def server() -> Iterator[PageServer]:
    """A healthy page that asks for itself all the time."""
    with PageServer(healthy(refresh=QUICKLY)) as server:
        yield server


def test_new_answers_are_shown(server: PageServer, tab: Tab) -> None:
    """The word, the title, the sign of the tab; and it is told aloud, once."""
    tab.open(server.url)
    icon = tab.value("document.querySelector('#icon').href")
    server.page = failing(refresh=QUICKLY)
    tab.eventually(f"{WORD} === 'Unhealthy'")
    assert tab.value(TITLE) == "Unhealthy: 4 of 19 checks fail, 1 warns, 1 is skipped"
    assert tab.value("document.querySelector('#icon').href") != icon
    assert tab.value("document.querySelector('#news').textContent") == tab.value(TITLE)
    assert tab.complaints == []
    assert set(tab.asked) == {server.url}


def test_what_is_open_stays_open(server: PageServer, tab: Tab) -> None:
    """Also the focus stays where it is."""
    tab.open(server.url)
    tab.click(".row summary")
    tab.value("window.before = document.querySelector('main'); 0")
    tab.eventually("document.querySelector('main') !== window.before")
    assert tab.value("document.querySelector('.row details').open")
    assert tab.value("document.activeElement === document.querySelector('.row summary')")
    assert not tab.value("document.querySelectorAll('.row details')[1].open")


def test_pause(server: PageServer, tab: Tab) -> None:
    """It stops to ask, says so, and goes on at once."""
    tab.open(server.url)
    tab.click("#pause")
    tab.eventually("document.querySelector('#freshness').textContent.startsWith('paused')")
    asked = server.asked
    server.page = failing(refresh=QUICKLY)
    tab.browser.listen(4)
    assert server.asked <= asked + 1  # one may have been under way
    assert tab.value("document.querySelector('#pause').textContent") == "Go on"
    tab.click("#pause")
    tab.eventually(f"{WORD} === 'Unhealthy'")


def test_nobody_looks(server: PageServer, tab: Tab) -> None:
    """A page that is not to be seen asks nothing; once it is, it asks at once."""
    tab.open(server.url)
    tab.value("Object.defineProperty(document, 'hidden', {configurable: true, get: () => true}); 0")
    tab.browser.listen(0.5)
    asked = server.asked
    tab.browser.listen(1.5)
    assert server.asked == asked
    server.page = failing(refresh=QUICKLY)
    tab.value("delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); 0")
    tab.eventually(f"{WORD} === 'Unhealthy'")


def test_the_daemon_is_gone(server: PageServer, tab: Tab) -> None:
    """What is shown stays, and a line says that it is old; the title begins with a question."""
    tab.open(server.url)
    server.end()
    tab.eventually(f"{TROUBLE} === 'What is shown is old: it cannot be reached.'")
    assert tab.value(STALE)
    assert tab.value(WORD) == "Healthy"
    tab.eventually(f"{TITLE}.startsWith('? Healthy')")


@pytest.mark.parametrize(
    ("status", "words"),
    [(503, "503 Service Unavailable"), (401, "401 Unauthorized"), (429, "429 Too Many Requests")],
)
def test_a_refusal(status: int, words: str, server: PageServer, tab: Tab) -> None:
    """It is told, and it is over with the next answer."""
    tab.open(server.url)
    server.status = status
    tab.eventually(f"{TROUBLE} === 'What is shown is old: the answer was {words}.'")
    server.status = 200
    tab.eventually(f"!{STALE}")
    assert tab.value(TITLE).startswith("Healthy")
    assert not tab.value("document.querySelector('#trouble').checkVisibility()")


def test_another_page(server: PageServer, tab: Tab) -> None:
    """A form to log in, say, is not taken for an answer."""
    tab.open(server.url)
    server.page = server.page._replace(body=b"<!DOCTYPE html><title>Log in</title><p>Who?")
    tab.eventually(f"{TROUBLE}.includes('another page was there')")
    assert tab.value(WORD) == "Healthy"


def test_no_answer(server: PageServer, tab: Tab) -> None:
    """One request at a time, however long it takes; the page can be used meanwhile."""
    tab.open(server.url)
    server.hold()
    tab.browser.listen(1.5)
    asked = server.asked
    tab.browser.listen(1.5)
    assert server.asked == asked
    tab.click(".row summary")
    assert tab.value("document.querySelector('.row details').open")
    server.page = failing(refresh=QUICKLY)
    server.release()
    tab.eventually(f"{WORD} === 'Unhealthy'")


def test_a_text_is_selected(server: PageServer, tab: Tab) -> None:
    """It stays selected, so that it can be copied."""
    tab.open(server.url)
    tab.value("getSelection().selectAllChildren(document.querySelector('h1')); 0")
    tab.browser.listen(0.5)
    server.page = failing(refresh=QUICKLY)
    tab.browser.listen(1.5)
    assert tab.value("getSelection().toString()") == "Healthy"
    tab.value("getSelection().removeAllRanges(); 0")
    tab.eventually(f"{WORD} === 'Unhealthy'")


def test_a_new_version(server: PageServer, tab: Tab) -> None:
    """Its style and its script are others: the page is loaded anew."""
    tab.open(server.url)
    tab.value("window.before = true; 0")
    body = server.page.body
    edition = body.partition(b'data-edition="')[2].partition(b'"')[0]
    server.page = server.page._replace(body=body.replace(edition, b"another"))
    tab.eventually("window.before === undefined && document.readyState === 'complete'")
    assert tab.value("document.querySelector('main').dataset.edition") == "another"


def test_texts_of_a_new_answer_do_nothing(server: PageServer, tab: Tab) -> None:
    """A hostile name is shown, and not run, also where the script puts it in."""
    tab.open(server.url)
    hostile = healthy(refresh=QUICKLY).body.replace(
        b"<h1", b"<img src=x onerror='window.run = true'><script>window.run = true</script><h1"
    )
    server.page = server.page._replace(body=hostile)
    tab.eventually("document.querySelector('main img') !== null")
    tab.browser.listen(0.5)
    assert tab.value("window.run === undefined")
