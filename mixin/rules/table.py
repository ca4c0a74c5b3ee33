"""The files of rules; a new one is a module beside this and a line here."""

from __future__ import annotations

from mixin.rules.caches import CACHES
from mixin.rules.celery import CELERY
from mixin.rules.checks import CHECKS
from mixin.rules.configuration import CONFIGURATION
from mixin.rules.container import CONTAINER
from mixin.rules.databases import DATABASES
from mixin.rules.endpoints import ENDPOINTS
from mixin.rules.exporter import EXPORTER
from mixin.rules.host import HOST
from mixin.rules.memcached import MEMCACHED
from mixin.rules.migrations import MIGRATIONS
from mixin.rules.mysql import MYSQL
from mixin.rules.postgresql import POSTGRESQL
from mixin.rules.recording import RECORDING
from mixin.rules.redis import REDIS
from mixin.rules.slo import SLO
from mixin.rules.sqlite import SQLITE

FILES = (
    RECORDING,
    EXPORTER,
    CHECKS,
    SLO,
    DATABASES,
    POSTGRESQL,
    MYSQL,
    SQLITE,
    CACHES,
    REDIS,
    MEMCACHED,
    MIGRATIONS,
    CELERY,
    CONFIGURATION,
    ENDPOINTS,
    HOST,
    CONTAINER,
)
