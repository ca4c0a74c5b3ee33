"""Of what Django adds: migrations, Celery, configuration."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, nothing, past
from mixin_queries.marks.reasons import FULL, HOURS, NO_BEAT, SERVER

MARKS: tuple[Mark, ...] = (
    ill("dhe-django/Now/What is wrong/[ACGH]", "nothing is wrong"),
    past("dhe-django/Now/What is wrong/I", "where all is ill, settings are more than unfit"),
    past("dhe-django/Now/What is wrong/D", HOURS),
    past("dhe-django/Now/What is wrong/E", NO_BEAT),
    past("dhe-django/Now/What is wrong/F", "only an AMQP broker tells consumers"),
    past("dhe-django/Now/What is wrong/B", "alerts are about what the panel tells itself"),
    nothing("dhe-django/Now/What is wrong/L", "it is for a daemon without a project"),
    past("dhe-django/Now/Beat is late by/A", NO_BEAT),
    past("dhe-django/Celery/Round trip and beat/B", NO_BEAT),
    past("dhe-django/Celery/Taken and not acknowledged/B", NO_BEAT),
    past("dhe-django/Celery/Same message next in line/B", "Celery gives its messages no time"),
    past("dhe-django/Celery/Consumers/A", "only an AMQP broker tells them"),
    ill("dhe-django/Migrations/Pending/A", "all migrations are applied"),
    ill("dhe-django/Migrations/Ahead of the code/A", "no newer release was rolled back"),
    past("celery.yaml/DjangoHealthCeleryWorkersDropped/*", HOURS),
    past("celery.yaml/DjangoHealthCeleryRoundTripSlow/*", SERVER),
    past("celery.yaml/DjangoHealthCeleryNoConsumers/*", "only an AMQP broker tells them"),
    past("celery.yaml/DjangoHealthCeleryQueueStandstill/*", HOURS),
    past("celery.yaml/DjangoHealthCeleryUnackedGrow/*", FULL),
    past("celery.yaml/DjangoHealthCeleryBeatLate/*", NO_BEAT),
    past("celery.yaml/DjangoHealthCeleryMissingPrivileges/*", "nothing is kept from the user"),
    past(
        "configuration.yaml/DjangoHealthConfigurationIssues/*", "it would stop the project's start"
    ),
    past("configuration.yaml/DjangoHealthConfigurationSilencedIssues/*", HOURS),
    past("migrations.yaml/DjangoHealthMigrations[CI]*", "they would stop the project's own start"),
    past("migrations.yaml/DjangoHealthMigrationsDiffer/*", "one daemon alone is on a project"),
)
