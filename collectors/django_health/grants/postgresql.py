"""The privileges at PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from django_health.grants.needs import Needs
from django_health.grants.script import SQL, Account, Script
from django_health.grants.versions import numbers_of

OLDEST = (10,)
"""The version from which on the questions hold."""

_TOO_OLD = (
    "Nothing can be granted: PostgreSQL before 10 has no role pg_read_all_stats, and is not "
    "supported."
)


def postgresql_grants(
    target: str, version: str, database: str, account: Account, needs: Needs, *, role: str = ""
) -> Script:
    """Return what an administrator types into psql.

    Args:
        target: What is asked there.
        version: The server's; empty where it is not known.
        database: The database's name.
        account: Who asks.
        needs: What is asked of the tables.
        role: The role that the connection assumes, if any: then it is what needs the privileges.
    """
    server = f"PostgreSQL {version}".rstrip()
    if numbers_of(version) < OLDEST:
        return Script(target, server, (_TOO_OLD,), (), SQL)
    grantee = quoted(role or account.user)
    statements = [
        *([f"GRANT {quoted(role)} TO {quoted(account.user)};"] if role else []),
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {quoted(account.user)};",
        # What pg_monitor has besides is asked by nobody here.
        f"GRANT pg_read_all_stats TO {grantee};",
        *_of_tables(needs, grantee),
    ]
    if role:
        statements.insert(2, f"GRANT CONNECT ON DATABASE {quoted(database)} TO {grantee};")
    return Script(
        target,
        server,
        tuple(_notes(database, account, needs)),
        tuple(statements),
        SQL,
    )


def quoted(name: str) -> str:
    """Return a name as PostgreSQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _of_tables(needs: Needs, grantee: str) -> Iterator[str]:
    if needs.tables:
        yield f"GRANT USAGE ON SCHEMA public TO {grantee};"
    for table, privileges in needs.tables.items():
        yield f"GRANT {', '.join(privileges)} ON {quoted(table)} TO {grantee};"


def _notes(database: str, account: Account, needs: Needs) -> Iterator[str]:
    user = quoted(account.user)
    yield f"For psql as a superuser, connected to the database {quoted(database)}."
    yield "If the role is not there yet; \\password asks for its password and sends a hash of it:"
    yield f"  CREATE ROLE {user} LOGIN;"
    yield f"  \\password {user}"
    yield "pg_read_all_stats is a part of pg_monitor, which some hosts let be granted instead."
    if needs.tables:
        yield "Where search_path leads to another schema than public, put its name in that place."
    if needs.queries:
        yield f"Grant SELECT on what your own queries read: {', '.join(needs.queries)}."
