"""The privileges at MySQL and MariaDB."""

from __future__ import annotations

from collections.abc import Iterator

from django_health.grants.needs import Needs
from django_health.grants.script import SQL, Account, Script
from django_health.grants.versions import numbers_of

_MONITOR = (10, 5, 9)
"""From which version on MariaDB has a privilege of its own for the state of replication."""


def mysql_grants(
    target: str,
    version: str,
    database: str,
    account: Account,
    needs: Needs,
    *,
    is_mariadb: bool,
) -> Script:
    """Return what an administrator types into mysql or mariadb.

    Args:
        target: What is asked there.
        version: The server's; empty where it is not known.
        database: The database's name.
        account: Who asks.
        needs: What is asked of the tables.
        is_mariadb: Whether it is MariaDB, whose privileges have other names.
    """
    grantee = f"{_text(account.user)}@{_text(account.host)}"
    replication = replication_privilege(version, is_mariadb=is_mariadb)
    statements = [
        f"GRANT PROCESS, {replication} ON *.* TO {grantee};",
        # Of tables on which a user has no privilege at all a server tells no size; this one shows
        # no row of them. It lets the user choose the database too.
        f"GRANT SHOW VIEW ON {_pattern(database)}.* TO {grantee};",
        *(
            f"GRANT {', '.join(privileges)} ON {_name(database)}.{_name(table)} TO {grantee};"
            for table, privileges in needs.tables.items()
        ),
    ]
    kind = "MariaDB" if is_mariadb else "MySQL"
    return Script(
        target,
        f"{kind} {version}".rstrip(),
        tuple(_notes(grantee, needs)),
        tuple(statements),
        SQL,
    )


def replication_privilege(version: str, *, is_mariadb: bool) -> str:
    """Return the privilege for the state of replication."""
    if is_mariadb and numbers_of(version) >= _MONITOR:
        return "SLAVE MONITOR"
    return "REPLICATION CLIENT"


def _notes(grantee: str, needs: Needs) -> Iterator[str]:
    yield "For the server's own client, as a user with GRANT OPTION."
    yield "If the user is not there yet, with a password of your own:"
    yield f"  CREATE USER {grantee} IDENTIFIED BY '...';"
    yield "SHOW VIEW on the database is there for its size: it lets no row be read."
    if needs.queries:
        yield f"Grant SELECT on what your own queries read: {', '.join(needs.queries)}."


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _pattern(database: str) -> str:
    """The name of a database where it would be a pattern: ``a_b`` stands for ``axb`` there."""
    return _name(database.replace("\\", "\\\\").replace("_", r"\_").replace("%", r"\%"))
