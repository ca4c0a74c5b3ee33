"""``collect[]`` and ``exclude[]``."""

import pytest

from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.scrape.selection import chosen_names

NAMES = ("database", "cache", "system")


def test_all_without_parameters() -> None:
    """Without parameters everything is asked."""
    assert chosen_names([], [], NAMES) is None


def test_collect_takes_these_alone() -> None:
    """The order of the report is kept, and a repeated name counts once."""
    assert chosen_names(["cache", "database", "cache"], [], NAMES) == ("database", "cache")


def test_exclude_takes_the_others() -> None:
    """What is excluded is not asked."""
    assert chosen_names([], ["cache", "cache"], NAMES) == ("database", "system")


@pytest.mark.parametrize(
    ("collect", "exclude", "text"),
    [
        (["cache"], ["system"], "collect[] and exclude[] cannot be combined"),
        ([], list(NAMES), "exclude[] leaves no check"),
        (
            ["cash"],
            [],
            "unknown check 'cash' in collect[], there are database, cache, system",
        ),
        ([], [""], "unknown check '' in exclude[], there are database, cache, system"),
    ],
)
def test_refuses_contradictions(collect: list[str], exclude: list[str], text: str) -> None:
    """What cannot be meant is refused, and the valid names are listed."""
    with pytest.raises(RequestError) as caught:
        chosen_names(collect, exclude, NAMES)
    assert (caught.value.status_code, caught.value.text) == (400, text)


def test_a_strange_name_stays_on_one_short_line() -> None:
    """A name from outside is shown in ASCII, without line ends, and cut."""
    with pytest.raises(RequestError) as caught:
        chosen_names(["é\r\n" + "x" * 10_000], [], NAMES)
    assert "\n" not in caught.value.text
    assert caught.value.text.isascii()
    assert len(caught.value.text) < 300


def test_says_so_when_there_are_no_checks() -> None:
    """Where nothing is watched, no name is valid."""
    with pytest.raises(RequestError) as caught:
        chosen_names(["cache"], [], ())
    assert caught.value.text == "unknown check 'cache' in collect[], there are none"
