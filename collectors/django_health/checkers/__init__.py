"""The health of databases, caches and the host as plain dictionaries, for a project's own code."""

from django_health.checkers.caches import CacheHealthChecker
from django_health.checkers.databases import DatabaseHealthChecker
from django_health.checkers.overview import get_health_status
from django_health.checkers.system import SystemHealthChecker

__all__ = [
    "CacheHealthChecker",
    "DatabaseHealthChecker",
    "SystemHealthChecker",
    "get_health_status",
]
