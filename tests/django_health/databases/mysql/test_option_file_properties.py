"""Option files as MySQL's manual allows them to be written, and any other file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from django_health.databases.mysql.option_file import read_option_file
from django_health.failure import CheckFailed
from drawn_inputs import SECRETS, mangled
from fuzzing.promises import refusing

NAMES = st.from_regex(r"[a-z]{2,8}(-[a-z]{2,8})?", fullmatch=True)
SPACES = st.sampled_from(["", " ", "\t "])
ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
FILES = st.builds(
    lambda password: f"[client]\nuser=shop\npassword='{password}'\n!includedir /nowhere\n[x]\n",
    SECRETS,
)


def _read(text: str, group: str = "") -> Mapping[str, str]:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".cnf", newline="") as file:
        file.write(text)
        file.flush()
        return read_option_file(Path(file.name), group)


def _quoted(value: str) -> str:
    return f'"{"".join(ESCAPES.get(letter, letter) for letter in value)}"'


@given(
    options=st.dictionaries(
        NAMES, st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
    ),
    space=SPACES,
)
def test_what_is_quoted_is_read_as_it_was(options: dict[str, str], space: str) -> None:
    """Whatever a value holds, in quotes and with its escapes; other groups do not count."""
    lines = [f"{space}{name}{space}={space}{_quoted(v)} # more" for name, v in options.items()]
    text = "\n".join(["# file", "[mysqld]", "user=other", "[client]", *lines, "[other]", "port=1"])
    assert _read(text) == {name.replace("-", "_"): value for name, value in options.items()}


@given(first=NAMES, second=NAMES)
def test_the_last_line_counts(first: str, second: str) -> None:
    """Also where it stands in another group that is read."""
    text = f"[client]\nuser={first}\n[more]\nuser={second}\n"
    assert _read(text, "more") == {"user": second}
    assert _read(text) == {"user": first}


@given(st.one_of(mangled(FILES), st.text(max_size=60)))
def test_any_other_file_is_options_or_a_failure_of_one_line(text: str) -> None:
    """Nothing of it is told."""
    with refusing(CheckFailed):
        _read(text)
