"""URLs taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.sources.address import Address, Host, parse, split
from django_health.targets import TargetError

CANARY = "canary-2b6e"


def test_a_url_has_parts() -> None:
    """Decoded, except for the path."""
    found = parse(f"Postgres://us%40er:{CANARY}%2F@Host:5/a%20b?x=1&x=2&y=+%2B", "X")
    assert found == Address(
        scheme="postgres",
        user="us@er",
        password=f"{CANARY}/",
        hosts=(Host("host", 5),),
        path="/a%20b",
        query={"x": "1", "y": " +"},
    )
    assert found.name == "a b"
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    ("authority", "hosts"),
    [
        ("", [("", None)]),
        ("h", [("h", None)]),
        ("h:", [("h", None)]),
        ("[::1]:5", [("::1", 5)]),
        ("[fe80::1%25eth0]", [("fe80::1%eth0", None)]),
        ("a:1,b,[::2]:3", [("a", 1), ("b", None), ("::2", 3)]),
        ("%2Fvar%2Frun%2FPG", [("/var/run/PG", None)]),
        ("p@ss@h", [("h", None)]),
    ],
)
def test_hosts_are_names_addresses_and_sockets(
    authority: str, hosts: list[tuple[str, int | None]]
) -> None:
    """The case of a socket's path stays; of several at-signs the last one counts."""
    assert list(parse(f"x://{authority}/d", "X").hosts) == hosts


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (CANARY, "is not a URL"),
        (f"{CANARY}:x@h/d", "is not a URL"),
        (f"x://u:{CANARY}\n@h/d", "holds a control character"),
        (f"x://u:{CANARY}/p@h/d", "cannot be taken apart"),
        (f"x://u:{CANARY}?p@h/d", "cannot be taken apart"),
        (f"x:///u:{CANARY}?p@h/d", "cannot be taken apart"),
        (f"x://u:{CANARY}#p@h/d", "cannot be taken apart"),
        (f"x://u:a@{CANARY}/p@h/d", "cannot be taken apart"),
        (f"x://:{CANARY}/d", "has a port that is no number"),
        (f"x://u:p@h:{CANARY}/d", "has a port that is no number"),
        ("x://u:p@h:0/d", "has a port that is no number"),
        (f"x://u:p@{CANARY}$/d", "has a host that cannot be one"),
        (f"x://u:p@[{CANARY}]/d", "has a host that cannot be one"),
        (f"x://u:p@[::1]{CANARY}/d", "has a host that cannot be one"),
        (f"x://u:{CANARY}%ff@h/d", "holds a percent-encoding that is not UTF-8"),
    ],
)
def test_what_cannot_be_understood_is_not_repeated(url: str, text: str) -> None:
    """The place, the fault and the remedy; nothing of the URL."""
    with pytest.raises(TargetError, match=f"^DATABASE_URL {text}") as caught:
        parse(url, "DATABASE_URL")
    assert CANARY not in str(caught.value)


def test_a_socket_may_have_an_at_sign() -> None:
    """Where there is no authority there is no password."""
    assert split("unix:///run/a@b.sock", "X").path == "/run/a@b.sock"


@given(st.text())
def test_any_text_gives_parts_or_an_error_of_ours(text: str) -> None:
    """No other exception for whatever follows the scheme."""
    assert _said_of(f"x://{text}").startswith("X ")


def _said_of(url: str) -> str:
    """The error's text, or the same beginning where there is none."""
    try:
        parse(url, "X")
    except TargetError as error:
        return str(error)
    return "X "
