"""The real daemon as a process of its own, on a Django project of its own, for tests."""

from http_answer import Answer
from live_exporter.command import run_command, run_in_shell
from live_exporter.daemon import Exporter
from live_exporter.project import (
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
    write_settings,
)
from live_exporter.samples import Samples
from live_exporter.stack import CACHES, DATABASES, Stack, running_stack

__all__ = [
    "CACHES",
    "DATABASES",
    "Answer",
    "Exporter",
    "Samples",
    "Stack",
    "mariadb_entry",
    "memcached_entry",
    "postgresql_entry",
    "redis_entry",
    "run_command",
    "run_in_shell",
    "running_stack",
    "sqlite_entry",
    "write_settings",
]
