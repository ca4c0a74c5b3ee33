"""Databases of MySQL and MariaDB whose size is that of a part, without anybody noticing.

A server tells a user of those tables alone on which the user has a privilege: so the sum is too
small, and no error says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django_health.check import BaseHealthCheck
from django_health.databases.lending import Lender, MissingTableError
from django_health.doctor.finding import Finding, Level
from django_health.doctor.remedies import GRANTS
from django_health.failure import CheckFailed
from django_health.targets import MySQLTarget, Target

_MOST = 1000
_GRANT = re.compile(r"GRANT (?P<privileges>.+?) ON (?P<level>\S+) TO ", re.IGNORECASE | re.DOTALL)
_OF_TABLES = (
    *("ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX"),
    *("ALTER", "CREATE VIEW", "SHOW VIEW", "TRIGGER"),
)
"""The privileges that let a user know of a table, as they are listed."""

_NOT_OF_TABLES = (
    "CREATE TEMPORARY",
    "CREATE ROUTINE",
    "CREATE USER",
    "CREATE TABLESPACE",
    "CREATE ROLE",
    "DROP ROLE",
    "ALTER ROUTINE",
)
"""What begins like them, and does not."""


def size_findings(
    targets: Iterable[Target], checks: Iterable[BaseHealthCheck], timeout: float
) -> Iterator[Finding]:
    """Yield the databases of which the user may know a part only.

    Args:
        targets: All that are watched.
        checks: All that run: those of databases lend their connections.
        timeout: Seconds for each question.
    """
    lenders = {check.target: check for check in checks if check.name == "database"}
    for target in targets:
        lender = lenders.get(target.alias)
        if not isinstance(target, MySQLTarget) or lender is None or not target.name:
            continue
        grants = _grants(lender, timeout)  # type: ignore[arg-type]
        if grants and not sees_all(grants, target.name):
            yield Finding(
                Level.WARNING,
                f"database/{target.alias}",
                "size_bytes is that of the tables on which the user has a privilege, and not "
                "of all",
                f"GRANT SHOW VIEW ON the database ({GRANTS} database/{target.alias} prints it)",
            )


def _grants(lender: Lender, timeout: float) -> list[str]:
    """What the user is granted, as the server tells it; nothing where it does not."""
    try:
        found = lender.ask("SHOW GRANTS", limit=_MOST, timeout=timeout, borrower=lender)
    except (CheckFailed, MissingTableError):
        return []
    return [str(row[0]) for row in found.rows]


def sees_all(grants: Iterable[str], database: str) -> bool:
    """Whether these privileges let a user know of every table of a database.

    A role, whose own privileges are not among them, is taken for one that lets.
    """
    for grant in grants:
        found = _GRANT.match(grant)
        if found is None:
            if grant.upper().startswith("GRANT "):
                return True
            continue
        if _tells_of_tables(found["privileges"]) and _covers(found["level"], database):
            return True
    return False


def _tells_of_tables(privileges: str) -> bool:
    words = [each.strip() for each in privileges.upper().split(",")]
    return any(
        each.startswith(_OF_TABLES) and not each.startswith(_NOT_OF_TABLES) for each in words
    )


def _covers(level: str, database: str) -> bool:
    """Whether what a grant is on holds all tables of a database; names there are patterns."""
    name, _, table = level.rpartition(".")
    if table != "*":
        return False
    if name == "*":
        return True
    return re.fullmatch(_wild(name.strip("`").replace("``", "`")), database) is not None


def _wild(name: str) -> str:
    """The pattern of a grant as a regular expression."""
    parts = re.findall(r"\\[_%\\]|.", name, re.DOTALL)
    return "".join(
        {"_": ".", "%": ".*"}.get(part, re.escape(part[-1] if len(part) > 1 else part))
        for part in parts
    )
