"""Why queries have no data when all is well, and where they have some.

What is not named here has data when all is well; an alert that is not has none then, and fires when
all is made ill. A line that is no longer true fails a test, and so does one that fits nothing. The
first line that fits counts.
"""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, nothing, past, well

_HOURS = "it looks back for longer than a test can wait"
_MACHINE = "it depends on the machine that the tests run on"
_NO_CGROUP = "the tests' own processes may have no limits"
_NO_BEAT = "beat's tables are in a project with django-celery-beat"
_SERVER = "no test can make a server ill in this way within seconds"
_FULL = "it takes more use than a test makes"

MARKS: tuple[Mark, ...] = (
    # Dashboards: what went wrong, in red.
    ill("*/annotation/Firing alerts", "nothing fires but what the machine's load does", may=True),
    ill("*/annotation/Pending migrations", "all migrations are applied"),
    ill("dhe-caches/Health/What is wrong/[ABC]", "no cache fails or warns"),
    ill("dhe-caches/Health/Lost masters/A", "no cache can be well on a server that follows"),
    ill("dhe-caches/Health/All caches and their servers/B", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Reasons over time/A", "no cache has a reason to fail"),
    ill("dhe-caches/Problems/Must not be so/A", "no link to a master is lost"),
    past("dhe-caches/Problems/Must not be so/[BC]", _SERVER),
    past("dhe-caches/Health/Least hits/A", "the daemon alone reads: too little for a share"),
    past("dhe-caches/Health/All caches and their servers/G", "too little is read for a share"),
    past("dhe-caches/Space & maintenance/Hidden figures/A", "nothing is kept from the user"),
    past("dhe-caches/Redis/Silence of the master/A", "a link that is lost tells no seconds"),
    ill("dhe-databases/Health/What is wrong/[AB]", "no database fails"),
    past("dhe-databases/Health/What is wrong/C", "no test makes a database warn"),
    past("dhe-databases/Health/Stand still/A", "MariaDB follows nobody here"),
    ill("dhe-databases/Health/All databases/B", "no database has a reason to fail"),
    ill("dhe-databases/Active problems/Reasons over time/A", "no database has one"),
    past("dhe-databases/Active problems/Must not be so/*", _SERVER),
    past("dhe-databases/Active problems/Clock skew/B", "clocks are ahead or behind", may=True),
    past("dhe-databases/Space & maintenance/Hidden figures/A", "nothing is kept from the user"),
    ill("dhe-django/Now/What is wrong/[ABEF]", "nothing is wrong"),
    past("dhe-django/Now/What is wrong/C", _HOURS),
    past("dhe-django/Now/What is wrong/D", _NO_BEAT),
    nothing("dhe-django/Now/What is wrong/H", "it is for a daemon without a project"),
    past("dhe-django/Now/Beat is late by/A", _NO_BEAT),
    past("dhe-django/Celery/Round trip and beat/B", _NO_BEAT),
    past("dhe-django/Celery/Taken and not acknowledged/B", _NO_BEAT),
    past("dhe-django/Celery/Same message next in line/B", "Celery gives its messages no time"),
    past("dhe-django/Celery/Consumers/A", "only an AMQP broker tells them"),
    ill("dhe-django/Migrations/Pending/A", "all migrations are applied"),
    ill("dhe-django/Migrations/Ahead of the code/A", "no newer release was rolled back"),
    past("dhe-host/Now/What is wrong/[AF]", _MACHINE, may=True),
    ill("dhe-host/Now/What is wrong/[BDE]", "nothing is full, and nobody is away"),
    past("dhe-host/Now/What is wrong/[CH]", _NO_CGROUP, may=True),
    past("dhe-host/Now/What is wrong/[GI]", "what is ill here is critical at once"),
    nothing("dhe-host/Now/What is wrong/K", "it is for a daemon that watches no host"),
    past("dhe-host/Now/Container memory/A", _NO_CGROUP, may=True),
    past("dhe-host/Now/Killed for memory/A", _NO_CGROUP, may=True),
    past("dhe-host/Container/*/A", _NO_CGROUP, may=True),
    past("dhe-host/Container/Memory in bytes/B", _NO_CGROUP, may=True),
    past("dhe-host/Container/Processors/B", _NO_CGROUP, may=True),
    past("dhe-host/Network/Errors and drops/*", "only devices with faults are shown", may=True),
    ill("dhe-overview/Now/Failing now/[ABD]", "nothing fails"),
    past("dhe-overview/Now/Failing now/[CE]", "where all is ill, nothing only warns"),
    ill("dhe-overview/States over time/Targets that failed/A", "none failed"),
    ill("dhe-overview/Targets/What is watched/[BC]", "nothing has a reason to fail"),
    ill("dhe-overview/Reasons and availability/Reasons/A", "nothing has a reason to fail"),
    past("dhe-overview/Latency/Against its own past/A", _HOURS),
    # Alerts.
    well("exporter.yaml/DjangoHealthWatchdog/none", "it always fires"),
    nothing("exporter.yaml/DjangoHealthNoExporter/*", "it fires when no daemon was ever seen"),
    past("slo.yaml/*", _HOURS),
    past("recording.yaml/*median1d", _HOURS),
    past("caches.yaml/DjangoHealthCacheSlow/*", _SERVER),
    past("caches.yaml/DjangoHealthCacheHitRatioLow/*", _FULL),
    past("caches.yaml/DjangoHealthCacheTableRowsExpired/*", _HOURS),
    past("caches.yaml/DjangoHealthCacheMissingPrivileges/*", "nothing is kept from the user"),
    past("caches.yaml/DjangoHealthCacheServerRestarted/*", _HOURS),
    past("celery.yaml/DjangoHealthCeleryWorkersDropped/*", _HOURS),
    past("celery.yaml/DjangoHealthCeleryRoundTripSlow/*", _SERVER),
    past("celery.yaml/DjangoHealthCeleryNoConsumers/*", "only an AMQP broker tells them"),
    past("celery.yaml/DjangoHealthCeleryQueueStandstill/*", _HOURS),
    past("celery.yaml/DjangoHealthCeleryUnackedGrow/*", _FULL),
    past("celery.yaml/DjangoHealthCeleryBeatLate/*", _NO_BEAT),
    past("celery.yaml/DjangoHealthCeleryMissingPrivileges/*", "nothing is kept from the user"),
    past("checks.yaml/DjangoHealthCheckWarning/*", "where all is ill, nothing only warns"),
    past("checks.yaml/DjangoHealthCheck[FMS]*", _HOURS),
    past(
        "configuration.yaml/DjangoHealthConfigurationIssues/*", "it would stop the project's start"
    ),
    past("configuration.yaml/DjangoHealthConfigurationSilencedIssues/*", _HOURS),
    past("container.yaml/*", _NO_CGROUP, may=True),
    past("databases.yaml/DjangoHealthDatabaseReadOnly/*", _SERVER),
    past("databases.yaml/DjangoHealthDatabaseSlow/*", _SERVER),
    past("databases.yaml/DjangoHealthDatabaseRestarted/*", "servers here are new", may=True),
    past("databases.yaml/DjangoHealthDatabaseLongTransaction/*", _HOURS),
    past("databases.yaml/DjangoHealthDatabaseIdleInTransaction/*", _HOURS),
    past("databases.yaml/DjangoHealthDatabaseBlockedSessions/*", _HOURS),
    past("databases.yaml/DjangoHealthDatabaseDeadlocks/*", _SERVER),
    past("databases.yaml/DjangoHealthDatabaseReplicationLag/*", _HOURS),
    past("databases.yaml/DjangoHealthDatabaseReplicaCountDropped/*", _HOURS),
    past("databases.yaml/DjangoHealthDatabaseClockSkew/*", "all have the clock of this machine"),
    past("databases.yaml/DjangoHealthDatabaseTimeZone/*", _SERVER),
    past("databases.yaml/DjangoHealthDatabaseMissingPrivileges/*", "nothing is kept from the user"),
    past("endpoints.yaml/DjangoHealthHttpSlow/*", _HOURS),
    past("exporter.yaml/DjangoHealthExporter[AR]*", _HOURS),
    past("exporter.yaml/DjangoHealthNothingWatched/*", "the daemon does not start so here"),
    past("exporter.yaml/DjangoHealthVersionSkew/*", "there is one version"),
    past("exporter.yaml/DjangoHealthCheckSt*", "the engine ends what hangs"),
    past("exporter.yaml/DjangoHealthScrapeSlow/*", "the scraper gives less time than that"),
    past("exporter.yaml/DjangoHealthRequestsRejected/*", _FULL),
    past("exporter.yaml/DjangoHealthConnectionsDropped/*", _FULL),
    past("exporter.yaml/DjangoHealthFilesNearLimit/*", _FULL),
    past("host.yaml/DjangoHealthDiskFilling/*", _HOURS),
    past("host.yaml/DjangoHealthInodes*", _FULL, may=True),
    past("host.yaml/DjangoHealthFilesystemReadOnly/*", _MACHINE),
    past("host.yaml/DjangoHealthLoadHigh/*", _MACHINE, may=True),
    past("host.yaml/DjangoHealthCpuHigh/*", _MACHINE, may=True),
    past("host.yaml/DjangoHealthNetworkErrors/*", _MACHINE, may=True),
    past("host.yaml/DjangoHealthHostRebooted/*", _MACHINE, may=True),
    past("memcached.yaml/*", _FULL),
    past("migrations.yaml/DjangoHealthMigrations[CI]*", "they would stop the project's own start"),
    past("migrations.yaml/DjangoHealthMigrationsDiffer/*", "one daemon alone is on a project"),
    past("mysql.yaml/*", "MariaDB is away here, and follows nobody"),
    past("postgresql.yaml/*", _FULL),
    past("redis.yaml/DjangoHealthRedisMemoryHigh/*", "what is full here drops keys"),
    past("redis.yaml/DjangoHealthRedisEvictions/warning", _HOURS),
    past("redis.yaml/DjangoHealthRedisBlockedClients/*", _HOURS),
    past("redis.yaml/DjangoHealthRedisReplicationLag/*", _HOURS),
    past("redis.yaml/DjangoHealthRedisReplicaCountDropped/*", _HOURS),
    past("redis.yaml/DjangoHealthRedisSave*", _SERVER),
    past("redis.yaml/DjangoHealthRedisLoading/*", _SERVER),
    past("sqlite.yaml/*", _FULL),
)


def mark_of(name: str) -> Mark | None:
    """Return what is said of a query."""
    return next((mark for mark in MARKS if mark.fits(name)), None)
