"""Django's settings to the options of a connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.databases.mysql.options import mysql_options, require_valid
from django_health.databases.mysql.tls import TLSMode
from django_health.targets import MySQLTarget, Secret, TargetError

CANARY = "canary-secret"


def target(**arguments: object) -> MySQLTarget:
    """A target with the given attributes."""
    return MySQLTarget("default", "django.db.backends.mysql", **arguments)  # type: ignore[arg-type]


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a host it is the local server, by TCP where there is no socket."""
    monkeypatch.setattr("django_health.databases.mysql.options._DEFAULT_SOCKETS", ("/absent",))
    options = mysql_options(target())
    assert (options.unix_socket, options.host, options.port) == ("", "localhost", 3306)
    assert options.charset == "utf8mb4"
    assert options.tls.mode is TLSMode.PREFERRED


def test_default_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without host and port the local server's socket is used, as by the client libraries."""
    socket = tmp_path / "mysqld.sock"
    socket.touch()
    monkeypatch.setattr("django_health.databases.mysql.options._DEFAULT_SOCKETS", (str(socket),))
    assert mysql_options(target()).unix_socket == str(socket)
    assert mysql_options(target(host="localhost")).unix_socket == str(socket)
    assert mysql_options(target(port=3307)).unix_socket == ""
    assert mysql_options(target(host="127.0.0.1")).unix_socket == ""


def test_socket_as_host() -> None:
    """A host that begins with a slash is a unix socket."""
    assert mysql_options(target(host="/run/db.sock")).unix_socket == "/run/db.sock"


def test_options() -> None:
    """The options that matter are taken; those of Django and of no meaning here are not."""
    options = mysql_options(
        target(
            host="db",
            options={
                "charset": "latin1",
                "unix_socket": "/db.sock",
                "init_command": "SET a = 1",
                "sql_mode": "ANSI",
                "isolation_level": "read committed",
                "connect_timeout": 99,
                "cursorclass": object,
                "never_heard_of": object(),
            },
        )
    )
    assert options.charset == "latin1"
    assert options.unix_socket == "/db.sock"
    assert options.init_command == "SET a = 1"
    assert options.sql_mode == "ANSI"


def test_option_file(tmp_path: Path) -> None:
    """The settings go over the option file, which is read anew each time."""
    file = tmp_path / "my.cnf"
    file.write_text(
        f"[client]\nhost=db\nport=3307\nuser=file\npassword={CANARY}\nssl-mode=required\n"
    )
    given = target(user="settings", options={"read_default_file": str(file)})
    options = mysql_options(given)
    assert (options.host, options.port, options.user) == ("db", 3307, "settings")
    assert options.password == Secret(CANARY)
    assert options.tls.mode is TLSMode.REQUIRED
    assert CANARY not in repr(options)
    file.write_text("[client]\nhost=other\n")
    assert mysql_options(given).host == "other"


def test_nothing_secret_is_shown() -> None:
    """Neither who logs in, nor with what, nor the application's own SQL is in the text form."""
    shown = repr(
        mysql_options(
            target(
                user=CANARY,
                password=Secret(CANARY),
                options={"init_command": CANARY, "ssl": {"key_password": CANARY}},
            )
        )
    )
    assert CANARY not in shown


@pytest.mark.parametrize("line", ["password", "user", "host", "port", "socket", "ssl-ca"])
def test_option_without_a_value(tmp_path: Path, line: str) -> None:
    """In a file it says nothing, as for MySQL; it is no value of its own."""
    file = tmp_path / "my.cnf"
    file.write_text(f"[client]\nhost=db\nport=3307\n{line}\n")
    options = mysql_options(target(options={"read_default_file": str(file)}))
    assert (options.user, options.password, options.unix_socket) == ("", Secret(""), "")
    assert options.port in (3306, 3307)
    assert options.tls.ca is None


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"charset": CANARY}, "charset is none that PyMySQL knows"),
        ({"port": CANARY}, "port has to be a number from 1 to 65535"),
        ({"init_command": ["SET a = 1"]}, "init_command has to be text"),
        ({"ssl_mode": CANARY}, "ssl_mode has to be one of"),
        ({"ssl": ["/ca.pem"]}, "ssl is no mapping"),
    ],
)
def test_nonsense(options: dict[str, object], text: str) -> None:
    """A value that cannot be meant is refused with place and remedy, and is not repeated."""
    with pytest.raises(TargetError, match=text) as caught:
        require_valid(target(options=options))
    assert str(caught.value).startswith("DATABASES['default']['OPTIONS']: ")
    assert CANARY not in str(caught.value)


def test_validity_reads_no_file() -> None:
    """An option file that is missing at the start is no mistake of the settings."""
    require_valid(target(options={"read_default_file": "/absent.cnf"}))
