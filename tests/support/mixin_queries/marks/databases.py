"""Of databases: their board, and the alerts of each engine."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, past, strained
from mixin_queries.marks.reasons import FULL, HOURS, SERVER

MARKS: tuple[Mark, ...] = (
    ill("dhe-databases/Health/What is wrong/[AC]", "no database fails"),
    past("dhe-databases/Health/Refuse writes/A", SERVER),
    past("dhe-databases/Health/What is wrong/D", "no test makes a database warn"),
    past("dhe-databases/Health/Stand still/A", "MariaDB follows nobody here"),
    ill("dhe-databases/Health/All databases/B", "no database has a reason to fail"),
    ill("dhe-databases/Active problems/Reasons over time/A", "no database has one"),
    past("dhe-databases/Active problems/Must not be so/*", SERVER),
    past("dhe-databases/Active problems/Clock skew/B", "clocks are ahead or behind", may=True),
    past("dhe-databases/Space & maintenance/Hidden figures/A", "nothing is kept from the user"),
    past("databases.yaml/DjangoHealthDatabaseFlapping/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseMissing/*", HOURS),
    strained("databases.yaml/DjangoHealthDatabaseReadOnly/*", "no server refuses writes"),
    past("databases.yaml/DjangoHealthDatabaseSlow/*", SERVER),
    past("databases.yaml/DjangoHealthDatabaseRestarted/*", "servers here are new", may=True),
    past("databases.yaml/DjangoHealthDatabaseLongTransaction/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseIdleInTransaction/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseBlockedSessions/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseDeadlocks/*", SERVER),
    past("databases.yaml/DjangoHealthDatabaseReplicationLag/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseReplicaCountDropped/*", HOURS),
    past("databases.yaml/DjangoHealthDatabaseClockSkew/*", "all have the clock of this machine"),
    past("databases.yaml/DjangoHealthDatabaseTimeZone/*", SERVER),
    past("databases.yaml/DjangoHealthDatabaseMissingPrivileges/*", "nothing is kept from the user"),
    past("mysql.yaml/*", "MariaDB is away here, and follows nobody"),
    past("postgresql.yaml/*", FULL),
    past("sqlite.yaml/*", FULL),
)
