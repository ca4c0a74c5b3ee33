"""The table of open connections: how long each may take, and who has to go when it is full."""

from django_health_exporter.web.table.connection import Connection
from django_health_exporter.web.table.counts import ConnectionCounts
from django_health_exporter.web.table.table import ConnectionTable

__all__ = ["Connection", "ConnectionCounts", "ConnectionTable"]
