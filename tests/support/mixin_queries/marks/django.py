"""Of what Django adds: migrations, Celery, configuration."""

from __future__ import annotations

from mixin_queries.mark import Mark, ill, nothing, strained, stretched
from mixin_queries.marks.reasons import BEFORE, LITTLE

NO_AMQP = "only an AMQP broker tells consumers, and here it is Redis"
NO_BEAT = "the project has no django-celery-beat"

MARKS: tuple[Mark, ...] = (
    ill("dhe-django/Now/What is wrong/[ACGH]", "nothing is wrong"),
    strained("dhe-django/Now/What is wrong/B", "nothing is critical"),
    strained("dhe-django/Now/What is wrong/D", "no message waits long"),
    strained("dhe-django/Now/What is wrong/E", NO_BEAT),
    strained("dhe-django/Now/What is wrong/F", NO_AMQP),
    strained("dhe-django/Now/What is wrong/I", "the settings are fit"),
    nothing("dhe-django/Now/What is wrong/L", "it is for a daemon without a project"),
    strained("dhe-django/Now/Beat is late by/A", NO_BEAT),
    strained("dhe-django/Celery/Round trip and beat/B", NO_BEAT),
    strained("dhe-django/Celery/Taken and not acknowledged/B", NO_BEAT),
    strained("dhe-django/Celery/Same message next in line/B", "Celery gives messages no time"),
    strained("dhe-django/Celery/Consumers/A", NO_AMQP),
    ill("dhe-django/Migrations/Pending/A", "all migrations are applied"),
    ill("dhe-django/Migrations/Ahead of the code/A", "no newer release was rolled back"),
    stretched("celery.yaml/DjangoHealthCeleryWorkersDropped/*", BEFORE),
    strained("celery.yaml/DjangoHealthCeleryRoundTripSlow/*", "the workers have nothing to do"),
    strained("celery.yaml/DjangoHealthCeleryNoConsumers/*", NO_AMQP),
    strained("celery.yaml/DjangoHealthCeleryQueueStandstill/*", "no message waits long"),
    strained("celery.yaml/DjangoHealthCeleryUnackedGrow/*", LITTLE),
    strained("celery.yaml/DjangoHealthCeleryBeatLate/*", NO_BEAT),
    strained("celery.yaml/DjangoHealthCeleryMissingPrivileges/*", "the user may see all"),
    strained("configuration.yaml/DjangoHealthConfigurationIssues/*", "there is no error"),
    stretched("configuration.yaml/DjangoHealthConfigurationSilencedIssues/*", BEFORE),
    strained("migrations.yaml/DjangoHealthMigrationsConflict/*", "no code was merged in haste"),
    strained("migrations.yaml/DjangoHealthMigrationsInconsistent/*", "no record is lost"),
    strained("migrations.yaml/DjangoHealthMigrationsDiffer/*", "all daemons see the same"),
)
