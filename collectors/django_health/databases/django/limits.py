"""Time limits and a name tag for the connections that Django's own backends open."""

from __future__ import annotations

import math
from collections.abc import Mapping

NAME_TAG = "django-health-exporter"

_POOLED = frozenset({"pool"})
"""OPTIONS that would lend us the application's pooled connections; ours is one of its own."""


def limited_options(
    vendor: str, driver: str, options: Mapping[str, object], timeout: float
) -> dict[str, object]:
    """Return OPTIONS with limits for connecting and waiting, as far as the driver has them.

    Args:
        vendor: Django's name of the kind of database, like ``postgresql``.
        driver: Name of the driver's module, like ``MySQLdb``.
        options: OPTIONS as the project has them; they stay as they are.
        timeout: Seconds that a run may take.
    """
    own = {key: value for key, value in options.items() if key not in _POOLED}
    return own | _limits(vendor, driver, timeout)


def _limits(vendor: str, driver: str, timeout: float) -> dict[str, object]:
    seconds = math.ceil(timeout)
    match vendor, driver:
        case (("postgresql" | "cockroachdb"), _):
            return {"connect_timeout": seconds, "application_name": NAME_TAG}
        case "mysql", "MySQLdb":
            return _mysql(seconds)
        case "mysql", "pymysql":
            return {**_mysql(seconds), "program_name": NAME_TAG}
        case "sqlite", _:
            return {"timeout": timeout / 2}  # a lock is reported before the run is given up
        case "microsoft", _:
            return {"connection_timeout": seconds, "query_timeout": seconds}
    return {}


def _mysql(seconds: int) -> dict[str, object]:
    return dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout"), seconds)


def session_statement(vendor: str, timeout: float, *, is_mariadb: bool) -> str:
    """Return the statement that limits a new session on the server's side, or an empty text."""
    if vendor != "mysql":
        return ""
    seconds = max(1, int(timeout / 2))  # the server gives up before we do
    longest = (
        f"max_statement_time = {seconds}"
        if is_mariadb
        else f"max_execution_time = {seconds * 1000}"
    )
    locks = f"innodb_lock_wait_timeout = {seconds}, lock_wait_timeout = {seconds}"
    return f"SET SESSION {locks}, {longest}"


def begin_statement(vendor: str, timeout: float, *, writes: bool) -> str:
    """Return the statement that begins a transaction, or an empty text where autocommit does.

    PostgreSQL's limit holds inside the transaction alone: behind a PgBouncer that pools
    transactions a limit of the session would stay behind for the application's next one.
    """
    match vendor:
        case "postgresql":
            milliseconds = max(1, int(timeout * 500))  # the server gives up before we do
            return f"BEGIN; SET LOCAL statement_timeout = {milliseconds}"
        case "mysql" if writes:
            return "START TRANSACTION"
        case "sqlite" if writes:
            return "BEGIN IMMEDIATE"
    return ""


def begin_reading(vendor: str, seconds: float) -> list[str]:
    """Return the statements that begin a transaction that can only read, each one to be sent alone.

    None of them where the kind of database is not known: Django begins its transaction then, and
    that it is rolled back is all there is.

    Args:
        vendor: Django's name of the kind of database.
        seconds: What the server may take for the statement, where it can be told.
    """
    milliseconds = max(1, int(seconds * 1000))
    match vendor:
        case "postgresql" | "cockroachdb":
            return ["BEGIN READ ONLY", f"SET LOCAL statement_timeout = {milliseconds}"]
        case "mysql":
            return ["START TRANSACTION READ ONLY"]
        case "sqlite":
            return ["PRAGMA query_only = ON", "BEGIN"]
    return []
