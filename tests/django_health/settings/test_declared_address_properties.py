"""Declared addresses made from their grammar, and any other text; no error repeats any of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.settings.declared_address import (
    HttpUrl,
    expect_dns_name,
    expect_header,
    expect_host,
)
from drawn_inputs import HOSTS, PORTS, SECRET, SECRETS, TEXTS, encoded, mangled, server
from fuzzing.promises import refusing

URLS = st.builds(
    lambda scheme, password, host, port, path: (
        f"{scheme}://u:{encoded(password)}@{server(host, port)}/{encoded(path)}?t={SECRET}"
    ),
    *(st.sampled_from(["http", "https"]), SECRETS, HOSTS, PORTS, TEXTS),
)
LABELS = st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?", fullmatch=True)
NAMES = st.builds(
    lambda labels, dot: ".".join(labels) + dot,
    st.lists(LABELS, min_size=1, max_size=5),
    st.sampled_from(["", "."]),
)


@given(
    scheme=st.sampled_from(["http", "https"]),
    user=TEXTS,
    password=SECRETS,
    host=HOSTS,
    port=st.one_of(st.none(), PORTS),
    path=TEXTS,
)
def test_a_url_means_what_it_was_made_of(
    scheme: str, user: str, password: str, host: str, port: int | None, path: str
) -> None:
    """Whatever the credentials hold, percent-encoded; and it prints none of them."""
    target = f"/{encoded(path)}?token={encoded(password)}"
    credentials = f"{encoded(user)}:{encoded(password)}"
    url = HttpUrl.parse(f"{scheme}://{credentials}@{server(host, port)}{target}")
    default = 443 if scheme == "https" else 80
    assert (url.is_encrypted, url.host) == (scheme == "https", host.lower())
    assert (url.port, url.is_default_port) == (port or default, port in (None, default))
    assert (url.user, url.password) == (encoded(user), encoded(password))
    assert url.target == target
    assert SECRET not in repr(url)
    assert encoded(SECRET) not in repr(url)


@given(st.one_of(mangled(URLS), SECRETS))
def test_a_slip_is_not_repeated(url: str) -> None:
    """A token may be anywhere in a URL."""
    with refusing(ValueError, start=("url ", "the host of url ")):
        HttpUrl.parse(url)


@given(st.one_of(HOSTS, NAMES))
def test_hosts_and_names_are_taken(host: str) -> None:
    """Names, addresses, and names with a dot at the end."""
    expect_host("host", host)


@given(NAMES)
def test_names_are_asked_for(name: str) -> None:
    """Whatever DNS holds, also with underscores."""
    expect_dns_name(name)


@given(st.one_of(st.text(), mangled(HOSTS), mangled(NAMES), SECRETS))
def test_what_is_taken_can_be_looked_up(text: str) -> None:
    """Any other text is refused in one line that does not repeat it."""
    with refusing(ValueError, start=("host ", "name ")):
        expect_host("host", text)
        expect_dns_name(text)
        text.encode("idna")


@given(value=st.one_of(st.text(), SECRETS))
def test_a_header_s_value_breaks_no_request(value: str) -> None:
    """What is taken is sent as one line; the error does not repeat what is not."""
    with refusing(ValueError, start="headers: the value of Authorization holds "):
        expect_header("Authorization", value)
        assert not {"\r", "\n", "\0"} & set(value)
        value.encode("latin-1")


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "", "a b", "a:b", "a\n"])
@given(value=TEXTS)
def test_a_header_s_name_breaks_no_request(name: str, value: str) -> None:
    """Nor does it say how long a body is that is not sent."""
    with pytest.raises(ValueError, match=r"^headers: "):
        expect_header(name, value)
