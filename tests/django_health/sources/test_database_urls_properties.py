"""Database URLs made from their grammar, and the same with a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.sources.database_urls import database_from_url
from django_health.sources.databases import database_target
from django_health.targets import DatabaseTarget, TargetError
from drawn_inputs import HOSTS, PORTS, SECRET, SECRETS, TEXTS, WORDS, encoded, mangled, server
from fuzzing.promises import refusing

KINDS = {"postgres": "postgresql", "postgis": "postgis", "mysql": "mysql", "mariadb": "mysql"}
NAMES = TEXTS.filter(bool)
URLS = st.builds(
    lambda scheme, user, password, host, port, name: (
        f"{scheme}://{encoded(user)}:{encoded(password)}@{server(host, port)}/{encoded(name)}"
    ),
    *(st.sampled_from(list(KINDS)), TEXTS, SECRETS, HOSTS, PORTS, NAMES),
)


@given(
    scheme=st.sampled_from(list(KINDS)),
    user=TEXTS,
    password=SECRETS,
    host=HOSTS,
    port=st.one_of(st.none(), PORTS),
    name=NAMES,
    option=st.tuples(WORDS.filter(lambda word: word not in ("host", "port", "user")), WORDS),
)
def test_a_url_means_what_it_was_made_of(
    scheme: str,
    user: str,
    password: str,
    host: str,
    port: int | None,
    name: str,
    option: tuple[str, str],
) -> None:
    """Whatever user, password and name hold, percent-encoded; and nothing shows the password."""
    key, value = f"x_{option[0]}", f"x{option[1]}"
    credentials = f"{encoded(user)}:{encoded(password)}"
    url = f"{scheme}://{credentials}@{server(host, port)}/{encoded(name)}?{key}={value}"
    settings = database_from_url(url, "DATABASE_URL")
    assert settings == {
        "ENGINE": settings["ENGINE"],
        "USER": user,
        "PASSWORD": password,
        "HOST": host.lower(),
        "PORT": port or "",
        "NAME": name,
        "OPTIONS": {key: value},
    }
    assert str(settings["ENGINE"]).endswith(f".{KINDS[scheme]}")
    target = database_target("default", settings, "DATABASE_URL")
    assert isinstance(target, DatabaseTarget)
    assert target.password.reveal() == password
    assert SECRET not in repr(target)


@given(st.lists(st.tuples(HOSTS, st.one_of(st.none(), PORTS)), min_size=2, max_size=4))
def test_several_hosts_keep_their_ports(hosts: list[tuple[str, int | None]]) -> None:
    """PostgreSQL takes as many ports as hosts; MySQL's clients take one host."""
    listed = ",".join(server(*host) for host in hosts)
    found = database_from_url(f"postgres://{listed}/shop", "X")
    assert str(found["HOST"]).split(",") == [host for host, _ in hosts]
    ports = [port for _, port in hosts]
    given_ports = str(found["PORT"]).split(",")
    assert given_ports == ([str(port or "") for port in ports] if any(ports) else [""])
    with pytest.raises(TargetError, match=r"^X names several hosts"):
        database_from_url(f"mysql://{listed}/shop", "X")


@given(st.builds(lambda path: path.lstrip("/"), TEXTS).filter(bool))
def test_a_path_of_sqlite_is_kept(path: str) -> None:
    """Percent-encoded, it may hold any character."""
    found = database_from_url(f"sqlite:////srv/{encoded(path)}", "X")
    assert found["NAME"] == f"/srv/{path}"


@given(mangled(URLS))
def test_a_slip_is_an_error_of_one_line_or_another_url(url: str) -> None:
    """The place is named, and nothing of the password told, wherever the slip is."""
    with refusing(TargetError, start="DATABASE_URL"):
        database_target("default", database_from_url(url, "DATABASE_URL"), "DATABASE_URL")
