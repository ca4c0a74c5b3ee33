"""A credential that is written wrongly, or in the wrong place, is not told by the complaint."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canary_secrets.mistakes import MISTAKES, PASSWORDS, SCHEMES, mistaken_urls, pieces_in
from canary_secrets.readers import READERS, REFUSALS, Read

PLAIN = "QX7KZ9J3QXKV"


def _told(read: Read, text: str) -> str:
    """What a reader makes of a text, or complains of; in a traceback too."""
    try:
        return "\n".join(f"{made} {made!r}" for made in read(text))
    except REFUSALS as error:
        return "\n".join((f"{error} {error!r}", *traceback.format_exception(error)))


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=30)
@given(data=st.data(), password=PASSWORDS)
def test_a_mistaken_url_is_not_told(reader: str, data: st.DataObject, password: str) -> None:
    """No six characters of its password, be the URL whole, cut off or misplaced."""
    url = data.draw(mistaken_urls(password))
    assert pieces_in(_told(READERS[reader], url), password) == []


@pytest.mark.parametrize("reader", READERS)
def test_each_mistake_meets_each_reader(reader: str) -> None:
    """All kinds of mistakes under all schemes, with a password of letters."""
    urls = [f"{scheme}://user:{PLAIN}@h:6379/0" for scheme in SCHEMES]
    mistaken = [mistake(url) for url in urls for mistake in MISTAKES.values()]
    told = {url: _told(READERS[reader], url) for url in (*urls, *mistaken)}
    assert [url for url, text in told.items() if pieces_in(text, PLAIN)] == []


@pytest.mark.parametrize("text", [PLAIN, PLAIN.lower(), f"x{PLAIN[3:9]}x", PLAIN[6:]])
def test_pieces_are_found(text: str) -> None:
    """Of six characters and more, in whatever case."""
    assert pieces_in(f"before {text} after", PLAIN)
    assert pieces_in(f"before {text[:5]} after", PLAIN) == []
