"""From Django's settings to libpq's connection strings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from django_health.databases.postgresql.parameters import (
    connection_parameters,
    connection_strings,
)
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.targets import PostgreSQLTarget, Secret

CANARY = "can'ary\\ p4ss word"


def target(**given: Any) -> PostgreSQLTarget:
    """A target with these attributes."""
    return PostgreSQLTarget(**{"alias": "default", "backend": "postgresql", **given})


def test_the_settings_become_parameters() -> None:
    """All of a full description is handed over, with our name on it."""
    parameters = connection_parameters(
        target(
            host="db.example",
            port=5433,
            name="shop",
            user="web",
            password=Secret(CANARY),
            options={"sslmode": "verify-full", "keepalives_idle": 30, "passfile": None},
        )
    )

    assert parameters == {
        "host": "db.example",
        "port": "5433",
        "dbname": "shop",
        "user": "web",
        "password": CANARY,
        "sslmode": "verify-full",
        "keepalives_idle": "30",
        "client_encoding": "UTF8",
        "application_name": "django-health-exporter",
    }


def test_the_name_of_our_sessions_is_ours() -> None:
    """OPTIONS cannot give our sessions the application's name."""
    parameters = connection_parameters(target(options={"application_name": "web"}))

    assert parameters["application_name"] == "django-health-exporter"


def test_options_of_django_and_psycopg_are_dropped() -> None:
    """What is not meant for libpq is not handed to it."""
    options = {
        "pool": True,
        "server_side_binding": True,
        "isolation_level": 4,
        "assume_role": "x",
        "prepare_threshold": 3,
    }

    assert not options.keys() & connection_parameters(target(options=options)).keys()


@pytest.mark.parametrize(
    ("given", "dbname"),
    [
        ({"name": "shop"}, "shop"),
        ({}, "postgres"),
        ({"options": {"service": "shop"}}, None),
        ({"name": "shop", "options": {"service": "other"}}, "shop"),
    ],
)
def test_the_database_is_chosen_as_django_does(given: dict[str, Any], dbname: str | None) -> None:
    """A service may name the database; without any name it is the server's default one."""
    assert connection_parameters(target(**given)).get("dbname") == dbname


def test_an_unknown_option_is_named() -> None:
    """A mistyped option is a misconfiguration that names the key and no value."""
    with pytest.raises(CheckFailed) as caught:
        connection_parameters(target(options={"sslmod": CANARY}))

    assert caught.value.reason is Reason.MISCONFIGURED
    assert "sslmod" in str(caught.value)
    assert CANARY not in str(caught.value)


def test_hosts_are_resolved_and_keep_their_names() -> None:
    """The name stays for the certificate, and the address is there for libpq."""
    strings = connection_strings(target(host="localhost", password=Secret(CANARY)))

    parameters = [conninfo_to_dict(string) for string in strings]
    assert {given["host"] for given in parameters} == {"localhost"}
    assert "127.0.0.1" in {given["hostaddr"] for given in parameters}
    assert {given["password"] for given in parameters} == {CANARY}


def test_several_hosts_are_several_addresses() -> None:
    """Lists of hosts and ports are taken apart, in their order."""
    strings = connection_strings(target(host="127.0.0.1,127.0.0.2", options={"port": "1,2"}))

    parameters = [conninfo_to_dict(string) for string in strings]
    assert [(given["hostaddr"], given["port"]) for given in parameters] == [
        ("127.0.0.1", "1"),
        ("127.0.0.2", "2"),
    ]


def test_lists_that_do_not_match_are_misconfigured() -> None:
    """Two hosts cannot have three ports."""
    with pytest.raises(CheckFailed) as caught:
        connection_strings(target(host="127.0.0.1,127.0.0.2", options={"port": "1,2,3"}))

    assert caught.value.reason is Reason.MISCONFIGURED


def test_a_unix_socket_is_not_resolved() -> None:
    """A folder for a host goes to libpq as it is."""
    (string,) = connection_strings(target(host="/run/postgresql"))

    assert "hostaddr" not in conninfo_to_dict(string)


@pytest.mark.parametrize("host", ["nobody.invalid", "two..dots", "x" * 64 + ".invalid"])
def test_a_host_that_does_not_resolve_is_dns(host: str) -> None:
    """A name without address fails with the reason dns, and no text of the resolver."""
    with pytest.raises(CheckFailed) as caught:
        connection_strings(target(host=host, password=Secret(CANARY)))

    assert caught.value.reason is Reason.DNS
    assert host not in str(caught.value)
    assert caught.value.__context__ is None


def test_the_host_of_a_service_is_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service's host name is not left to libpq's own resolving; settings go before it."""
    path = tmp_path / "services"
    path.write_text("[shop]\nhost=localhost\nport=1\n", encoding="utf-8")
    monkeypatch.setenv("PGSERVICEFILE", str(path))

    strings = connection_strings(target(port=2, options={"service": "shop"}))

    parameters = [conninfo_to_dict(string) for string in strings]
    assert "127.0.0.1" in {given["hostaddr"] for given in parameters}
    assert {given["service"] for given in parameters} == {"shop"}
    assert {given["port"] for given in parameters} == {"2"}


@pytest.mark.parametrize("key", ["name", "user", "password"])
def test_text_that_does_not_encode_is_misconfigured(key: str) -> None:
    """A surrogate in a credential is a mistake of the settings, not of the host's name."""
    text = f"{CANARY}\ud800"
    given: dict[str, Any] = {key: Secret(text) if key == "password" else text}

    with pytest.raises(CheckFailed) as caught:
        connection_strings(target(host="127.0.0.1", **given))

    assert caught.value.reason is Reason.MISCONFIGURED
    assert "ary" not in f"{caught.value!r} {caught.value.__context__!r}"
