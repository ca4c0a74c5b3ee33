"""Of databases: their board, and the alerts of each engine."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, strained

NEW = "servers here are new from the beginning"

MARKS: tuple[Mark, ...] = (
    ill("dhe-databases/Health/What is wrong/[AC]", "no database fails"),
    strained("dhe-databases/Health/What is wrong/B", "nothing is critical and answers"),
    strained("dhe-databases/Health/What is wrong/D", "no database warns"),
    strained("dhe-databases/Health/Refuse writes/A", "no server refuses what it took before"),
    strained("dhe-databases/Health/Stand still/A", "MariaDB follows nobody"),
    ill("dhe-databases/Health/All databases/B", "no database has a reason to fail"),
    ill("dhe-databases/Active problems/Reasons over time/A", "no database has one"),
    strained("dhe-databases/Active problems/Must not be so/[AD]", "no server refuses writes"),
    strained("dhe-databases/Active problems/Must not be so/[BC]", "MariaDB follows nobody"),
    strained("dhe-databases/Active problems/Must not be so/E", "nobody keeps a file locked"),
    strained("dhe-databases/Active problems/Must not be so/F", "all zones are known"),
    strained("dhe-databases/Active problems/Clock skew/B", "clocks are ahead or behind", may=True),
    strained("dhe-databases/Space & maintenance/Hidden figures/A", "the user may see all"),
    strained("databases.yaml/DjangoHealthDatabaseFlapping/*", "none comes and goes"),
    strained("databases.yaml/DjangoHealthDatabaseMissing/*", "none was taken out of the settings"),
    strained("databases.yaml/DjangoHealthDatabaseReadOnly/*", "no server refuses writes"),
    strained("databases.yaml/DjangoHealthDatabaseSlow/*", "all are near"),
    strained("databases.yaml/DjangoHealthDatabaseRestarted/*", NEW, may=True),
    strained("databases.yaml/DjangoHealthDatabaseLongTransaction/*", "none lasts for hours"),
    strained("databases.yaml/DjangoHealthDatabaseIdleInTransaction/*", "none lasts for hours"),
    strained("databases.yaml/DjangoHealthDatabaseBlockedSessions/*", "nobody waits for a lock"),
    strained("databases.yaml/DjangoHealthDatabaseDeadlocks/*", "nobody locks two things"),
    strained("databases.yaml/DjangoHealthDatabaseReplicationLag/*", "the replica has all"),
    strained("databases.yaml/DjangoHealthDatabaseReplicaCountDropped/*", "none has left"),
    strained("databases.yaml/DjangoHealthDatabaseClockSkew/*", "all have this machine's clock"),
    strained("databases.yaml/DjangoHealthDatabaseTimeZone/*", "all zones are known"),
    strained("databases.yaml/DjangoHealthDatabaseMissingPrivileges/*", "the user may see all"),
    strained("mysql.yaml/*", "MariaDB follows nobody, and has little to do"),
    strained("postgresql.yaml/*", "PostgreSQL has little to do, and nobody forgets anything"),
    strained("sqlite.yaml/*", "the files are small, and nobody keeps one locked"),
)
