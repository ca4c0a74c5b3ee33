"""Which check an ``ENGINE`` of Django's ``DATABASES`` gets."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.sources.dotted import NotThereError, class_at
from django_health.targets import (
    DatabaseTarget,
    DjangoDatabaseTarget,
    MySQLTarget,
    PostgreSQLTarget,
    SQLiteTarget,
    TargetError,
)

NO_DATABASE = frozenset({"", "django.db.backends.", "django.db.backends.dummy"})
"""Values of ENGINE by which Django means that there is no database."""

BY_VENDOR: Mapping[str, type[DatabaseTarget]] = {
    "postgresql": PostgreSQLTarget,
    "mysql": MySQLTarget,
    "sqlite": SQLiteTarget,
}
"""Native checks by the ``vendor`` of Django's ``DatabaseWrapper``."""

VENDORS: Mapping[str, str] = {
    "django.contrib.gis.db.backends.mysql": "mysql",
    "django.contrib.gis.db.backends.postgis": "postgresql",
    "django.contrib.gis.db.backends.spatialite": "sqlite",
    "django.db.backends.mysql": "mysql",
    "django.db.backends.postgresql": "postgresql",
    "django.db.backends.postgresql_psycopg2": "postgresql",
    "django.db.backends.sqlite3": "sqlite",
    "dj_db_conn_pool.backends.mysql": "mysql",
    "dj_db_conn_pool.backends.postgresql": "postgresql",
    "django_db_geventpool.backends.mysql": "mysql",
    "django_db_geventpool.backends.postgis": "postgresql",
    "django_db_geventpool.backends.postgresql_psycopg2": "postgresql",
    "django_db_geventpool.backends.postgresql_psycopg3": "postgresql",
    "django_prometheus.db.backends.mysql": "mysql",
    "django_prometheus.db.backends.postgis": "postgresql",
    "django_prometheus.db.backends.postgresql": "postgresql",
    "django_prometheus.db.backends.spatialite": "sqlite",
    "django_prometheus.db.backends.sqlite3": "sqlite",
    "django_tenants.postgresql_backend": "postgresql",
    "mysql.connector.django": "mysql",
    "psqlextra.backend": "postgresql",
    "timescale.db.backends.postgis": "postgresql",
    "timescale.db.backends.postgresql": "postgresql",
}
"""Vendors of well-known engines, so that neither Django nor the driver it wants need be there."""


def target_class(engine: str, place: str) -> type[DatabaseTarget]:
    """Return the kind of target for an engine: native where its server is a known one.

    Args:
        engine: The value of ENGINE.
        place: Where it was found, for errors.

    Raises:
        TargetError: Nothing of that name can be imported.
    """
    vendor = VENDORS.get(engine) or _imported_vendor(engine, place)
    return BY_VENDOR.get(vendor, DjangoDatabaseTarget)


def _imported_vendor(engine: str, place: str) -> str:
    try:
        wrapper = class_at(f"{engine}.base", "DatabaseWrapper")
    except NotThereError:
        raise TargetError(
            f"{place} names no engine that can be imported: correct the path, "
            "or install its package beside the exporter"
        ) from None
    return str(getattr(wrapper, "vendor", ""))
