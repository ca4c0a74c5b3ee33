"""Another daemon, on a project of its own to which databases come and from which they go."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from live_exporter import Exporter, sqlite_entry, write_settings
from live_exporter.project import manage

_SETTINGS, _FRESH = "branch", "branch_to_be"
# A check may nearly have the second that a scrape has.
_FLAGS = (f"--django.settings={_SETTINGS}", "--no-collector.system", "--timeout-offset=0.1")
_APP = "warehouse"

_ROUTER = """
class OwnAlone:
    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
"""

_MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = {dependencies!r}
"""


class Branch:
    """A project whose own database is a file, and the daemon that watches it.

    Args:
        directory: Where the project is made.
        settings: Its settings besides databases and applications.

    Attributes:
        exporter: The daemon, to be started by the caller.
    """

    def __init__(self, directory: Path, settings: Mapping[str, object]) -> None:
        directory.mkdir()
        self._directory = directory
        self._settings = settings
        self._databases: dict[str, object] = {"default": sqlite_entry(directory / "branch.sqlite3")}
        (directory / _APP).mkdir()
        (directory / _APP / "__init__.py").write_text(_ROUTER, encoding="utf-8")
        self._migrations = directory / _APP / "migrations"
        self._migrations.mkdir()
        (self._migrations / "__init__.py").touch()
        self._write_migration("0001_initial")
        self._write_settings()
        manage(directory, _SETTINGS, "migrate", "--verbosity=0")
        # What Python keeps of a module is told from a newer one by its time in seconds.
        self.exporter = Exporter(directory, _FLAGS, {"PYTHONDONTWRITEBYTECODE": "1"})

    @contextmanager
    def watching(self, alias: str, entry: Mapping[str, object]) -> Iterator[None]:
        """Watch one more database, and at the end no longer."""
        self._databases[alias] = dict(entry)
        self._reload()
        try:
            yield
        finally:
            del self._databases[alias]
            self._reload()

    @contextmanager
    def migrations_beside(self, *names: str) -> Iterator[None]:
        """Let there be these migrations, each of which takes itself for the last one."""
        files = [self._write_migration(name, after="0001_initial") for name in names]
        try:
            yield
        finally:
            for file in files:
                file.unlink()

    def _write_migration(self, name: str, after: str = "") -> Path:
        file = self._migrations / f"{name}.py"
        fresh = file.with_suffix(".fresh")  # the daemon may read all files this very moment
        text = _MIGRATION.format(dependencies=[(_APP, after)] if after else [])
        fresh.write_text(text, encoding="utf-8")
        return fresh.replace(file)

    def _reload(self) -> None:
        self._write_settings()
        self.exporter.process.send_signal(signal.SIGHUP)

    def _write_settings(self) -> None:
        own = {
            "DATABASES": self._databases,
            "DATABASE_ROUTERS": [f"{_APP}.OwnAlone"],
            "INSTALLED_APPS": ["django.contrib.contenttypes", "django.contrib.auth", _APP],
        }
        write_settings(self._directory, _FRESH, **{**self._settings, **own})
        fresh = self._directory / f"{_FRESH}.py"
        fresh.replace(self._directory / f"{_SETTINGS}.py")
