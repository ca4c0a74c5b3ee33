"""Connections of our own through Django's backends."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connections
from django.test.utils import override_settings

from django_health.databases.django.connection import DjangoConnection, open_connection
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_projects import database, postgresql_settings
from live_servers import PostgreSQL, SilentListener

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture
def settings(django_project: Path, postgresql: PostgreSQL) -> Iterator[dict[str, Any]]:
    """The alias ``pg`` on a real server, with a pool and persistent connections asked for."""
    assert django_project.is_dir()
    options = {"pool": {"min_size": 1}, "application_name": "shop"}
    with database("pg", **postgresql_settings(postgresql), OPTIONS=options) as own:
        yield own


@pytest.fixture
def connection(settings: dict[str, Any]) -> Iterator[DjangoConnection]:
    """An open connection to the alias ``pg``."""
    assert settings
    opened = open_connection("pg", 2.0)
    yield opened
    opened.close()


def test_it_is_tagged_and_leaves_the_settings_alone(
    settings: dict[str, Any], connection: DjangoConnection
) -> None:
    """No pool of the application is used, and its own connections keep their name."""
    row = connection.row("SELECT current_setting('application_name')")
    assert row == ("django-health-exporter",)
    assert settings["OPTIONS"] == {"pool": {"min_size": 1}, "application_name": "shop"}
    assert connection.wrapper is not connections["pg"]


def test_the_version_is_djangos(connection: DjangoConnection) -> None:
    """As the backend tells it."""
    assert int(connection.version.split(".")[0]) >= 12
    assert connection.vendor == "postgresql"


def test_any_thread_may_use_it(connection: DjangoConnection) -> None:
    """Successive runs of a check are on different threads."""
    found: list[object] = []
    for use in (lambda: found.append(connection.row("SELECT 1")), connection.close):
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
    assert found == [(1,)]
    assert connection.wrapper.connection is None


def test_debug_collects_no_queries(settings: dict[str, Any]) -> None:
    """Else the exporter's memory would grow with each scrape."""
    assert settings
    with override_settings(DEBUG=True):
        connection = open_connection("pg", 2.0)
        connection.row("SELECT 1")
        assert connection.wrapper.queries == []
    connection.close()


def test_a_transaction_has_a_limit_that_ends_with_it(connection: DjangoConnection) -> None:
    """The server ends what takes longer; afterwards the session is as before."""
    before = connection.row("SHOW statement_timeout")
    with connection.transaction(writes=False):
        assert connection.row("SHOW statement_timeout") == ("1s",)
    assert connection.row("SHOW statement_timeout") == before


def test_a_statement_can_be_shut_down(connection: DjangoConnection) -> None:
    """From another thread, long before it would end."""
    threading.Timer(0.2, connection.shut_down).start()
    begun = time.monotonic()
    with pytest.raises(Error):
        connection.row("SELECT pg_sleep(60)")
    assert time.monotonic() - begun < 20
    connection.close()
    connection.shut_down()  # too late is no harm


def test_an_unknown_alias_is_misconfigured() -> None:
    """The sentence says where to look."""
    with pytest.raises(CheckFailed, match="no database 'nothing'") as caught:
        open_connection("nothing", 2.0)
    assert caught.value.reason is Reason.MISCONFIGURED


def test_a_timeout_leaves_no_socket_open(settings: dict[str, Any]) -> None:
    """Not even until the garbage collector finds the circle that psycopg's error is."""

    def ours() -> int:
        """Our descriptors; the listener, which is in this process too, has the others."""
        return len(list(Path("/proc/self/fd").iterdir())) - listener.accepted

    with SilentListener() as listener:
        gc.disable()
        try:
            before = ours()
            settings["PORT"] = str(listener.port)
            with pytest.raises(CheckFailed) as caught:
                open_connection("pg", 1.0)
            assert listener.accepted == 1
            assert ours() == before
        finally:
            gc.enable()
    assert caught.value.reason is Reason.TIMEOUT


@pytest.mark.parametrize("key", ["NAME", "USER", "PASSWORD"])
def test_text_that_does_not_encode_is_misconfigured(settings: dict[str, Any], key: str) -> None:
    """A surrogate in a credential is a mistake of the settings, and is not repeated."""
    settings[key] = "canary\ud800"
    with pytest.raises(CheckFailed) as caught:
        open_connection("pg", 2.0)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "canary" not in f"{caught.value!r} {caught.value.__context__!r}"


def test_a_missing_driver_is_misconfigured() -> None:
    """Oracle's is not among our dependencies."""
    with (
        database("ora", ENGINE="django.db.backends.oracle", NAME="x"),
        pytest.raises(CheckFailed, match="is the driver installed") as caught,
    ):
        open_connection("ora", 2.0)
    assert caught.value.reason is Reason.MISCONFIGURED


def test_a_missing_sqlite_file_is_not_created(tmp_path: Path) -> None:
    """Connecting to it would."""
    path = tmp_path / "db.sqlite3"
    with (
        database("gone", ENGINE="django.db.backends.sqlite3", NAME=path),
        pytest.raises(CheckFailed) as caught,
    ):
        open_connection("gone", 2.0)
    assert caught.value.reason is Reason.UNAVAILABLE
    assert not path.exists()
