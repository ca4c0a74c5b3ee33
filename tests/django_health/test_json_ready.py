"""Details as plain and bounded JSON values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django_health.json_ready import (
    CHARACTERS,
    DEPTH,
    ENTRIES,
    LENGTH,
    cut,
    json_ready,
    one_line,
)

CANARY = "canary-hunter2"


class _Colour(Enum):
    RED = CANARY


class _Level(IntEnum):
    HIGH = 3


class _Word(StrEnum):
    YES = "yes"


def _shown(value: object) -> Any:
    return json_ready({"value": value})["value"]


@pytest.mark.parametrize("value", [None, True, 0, -(2**63), 2**64 - 1, 1.5, "text", "ä€😀", ""])
def test_json_values_stay(value: object) -> None:
    """What JSON has is as it was."""
    assert _shown(value) == value
    assert type(_shown(value)) is type(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (2**64, "int"),
        (Decimal("1.5"), 1.5),
        (Decimal("1e400"), "inf"),
        (Decimal("sNaN"), "Decimal"),
        (Fraction(1, 2), 0.5),
        (Fraction(10**400), "Fraction"),
        (_Level.HIGH, 3),
        (_Word.YES, "yes"),
        (_Colour.RED, "_Colour"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05+00:00"),
        (date(2026, 1, 2), "2026-01-02"),
        (timedelta(minutes=1), 60.0),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, 2), [1, 2]),
        ({3}, [3]),
        (b"bytes", "bytes"),
        (RuntimeError(CANARY), "RuntimeError"),
        (object, "type"),
        ("half \ud800 of a pair", "half ? of a pair"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_json_has_not_becomes_what_it_has(value: object, shown: object) -> None:
    """A number that JSON has not is text, a known type what it stands for, others their name."""
    assert _shown(value) == shown
    assert type(_shown(value)) is type(shown)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (1, "1"),
        (True, "1"),
        (2.5, "2.5"),
        (("a", CANARY), "tuple"),
        (RuntimeError(CANARY), "RuntimeError"),
        ("\udfff", "?"),
        ("k" * 101, "k" * 99 + "…"),
        (_Word.YES, "yes"),
    ],
)
def test_keys_are_texts(key: object, name: str) -> None:
    """JSON has no others, and an object's own text may hold a password."""
    assert json_ready({key: 1}) == {name: 1}


def test_number_of_many_digits_is_not_written_out() -> None:
    """Python refuses to, and readers would refuse to read it."""
    assert _shown(10**5000) == "int"


def test_copy_is_the_checks_no_longer() -> None:
    """A check may go on with its own mappings while they are shown."""
    inner = {"a": [1]}
    copy = json_ready({"inner": inner})
    inner["a"].append(2)
    inner["b"] = []
    assert copy == {"inner": {"a": [1]}}


def test_cycle_ends() -> None:
    """What is deeper than anybody reads is shown by its type."""
    cycle: dict[str, object] = {}
    cycle["again"] = cycle
    copy: Any = json_ready(cycle)
    for _ in range(DEPTH - 1):
        copy = copy["again"]
    assert copy == {"again": "dict"}


def test_branching_cycle_is_bounded() -> None:
    """A cycle with many branches would be a billion values at that depth."""
    cycle: list[object] = []
    cycle += [cycle] * 50
    copy = json_ready({"cycle": cycle})
    assert copy["truncated"] is True
    assert len(json.dumps(copy)) < 20 * ENTRIES


def test_too_many_entries_are_left_out_and_that_is_said() -> None:
    """The first are kept."""
    copy = json_ready({"many": list(range(10 * ENTRIES))})
    many: Any = copy["many"]
    assert copy["truncated"] is True
    assert many == list(range(ENTRIES - 1))


def test_many_long_texts_are_left_out() -> None:
    """Each is cut, and all together are bounded."""
    copy = json_ready({str(number): "x" * 10 * LENGTH for number in range(1000)})
    assert copy["truncated"] is True
    assert len(json.dumps(copy)) < 2 * CHARACTERS


def test_within_bounds_nothing_is_said() -> None:
    """The key is there only where something is missing."""
    assert "truncated" not in json_ready({"a": 1})


class _Endless(Mapping[object, object]):
    """A mapping whose entries never end."""

    def __getitem__(self, key: object) -> object:
        return key

    def __iter__(self) -> Iterator[object]:
        return count()

    def __len__(self) -> int:
        return 1


def test_endless_mapping_ends() -> None:
    """A mapping of others is as little trusted as a list of theirs."""
    assert len(json_ready(_Endless())) == ENTRIES + 1


_VALUES: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
    | st.decimals(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=())), inner)
    ),
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(st.characters(exclude_categories=())), _VALUES))
def test_any_details_can_be_rendered(details: dict[object, object]) -> None:
    """By the encoder of the daemon and by that of the standard library, byte for byte JSON."""
    copy = json_ready(details)
    assert msgspec.json.decode(msgspec.json.encode(copy)) == copy
    text = json.dumps(copy, allow_nan=False, ensure_ascii=False)
    assert json.loads(text.encode("utf-8")) == copy


def test_cut_marks_what_is_missing() -> None:
    """The reader sees that there was more."""
    assert cut("abcdef", 4) == "abc…"
    assert cut("abcd", 4) == "abcd"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("two\nlines\r\nthree", "two lines three"),
        ("\x1b[31mred\x00", "[31mred"),
        ("half \ud800", "half"),
        ("x" * 600, "x" * 499 + "…"),
        ("\n" * 5000, ""),
        (RuntimeError(CANARY), "RuntimeError"),
        (None, "NoneType"),
    ],
)
def test_one_line_fits_a_log(text: object, line: str) -> None:
    """A message cannot begin a log line of its own, colour a terminal or fill a disk."""
    assert one_line(text) == line


def test_what_looks_like_a_credential_is_stars() -> None:
    """In messages, in details and in their keys, whoever wrote them."""
    text, shown = "cannot reach postgres://u:canary@h/db", "cannot reach postgres://***@h/db"
    assert one_line(text) == shown
    assert json_ready({"a": [text], text: 1}) == {"a": [shown], shown: 1}


def test_what_is_called_like_a_secret_is_stars() -> None:
    """Except for figures and truth values, which are none."""
    login = {"user": "u", "DB_PASSWORD": CANARY, "api-key": [CANARY], "token": {CANARY: 1}}
    figures = {"token": 3, "password": True, "secret": None, "tokens_left": "many"}
    shown = json_ready({"login": login, **figures})
    stars = {"DB_PASSWORD": "***", "api-key": "***", "token": "***"}
    assert shown == {"login": {"user": "u", **stars}, **figures}
