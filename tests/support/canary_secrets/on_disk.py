"""The ways to give credentials to caches that keep what they hold in files and in tables.

A disk that is full and a server that can only be read keep them from writing.
"""

from __future__ import annotations

import sqlite3

from canary_secrets.canary import Canary
from canary_secrets.databases import postgresql_entry, sqlite_entry
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Scene

_BACKENDS = "django.core.cache.backends"

_COLUMNS = "cache_key VARCHAR(255) PRIMARY KEY, value TEXT NOT NULL, expires TIMESTAMP NOT NULL"


def table_of(form: str) -> str:
    """The name of a form's table, from which the project's router knows its database."""
    return form.replace("-", "_")


def creation_of(form: str) -> str:
    """The statement that makes the table of a form."""
    return f"CREATE TABLE {table_of(form)} ({_COLUMNS})"


def _add_table(scene: Scene, canary: Canary, entry: dict[str, object]) -> None:
    scene.setting("DATABASES", canary.form, entry)
    scene.settings["DATABASE_ROUTERS"] = ["canary_project.routing.Router"]
    cache = {"BACKEND": f"{_BACKENDS}.db.DatabaseCache", "LOCATION": table_of(canary.form)}
    scene.setting("CACHES", canary.form, cache)


def _in_postgresql(scene: Scene, canary: Canary, place: Place) -> None:
    _add_table(scene, canary, postgresql_entry(canary, place, PASSWORD=canary.password))


def _in_sqlite(scene: Scene, canary: Canary, _: Place) -> None:
    path = scene.disk / f"{canary.form}.sqlite3"
    database = sqlite3.connect(path)
    database.execute(creation_of(canary.form))
    database.close()
    _add_table(scene, canary, sqlite_entry(canary, path))


def _in_files(scene: Scene, canary: Canary, _: Place) -> None:
    folder = scene.disk / canary.form
    folder.mkdir()
    entry = {"BACKEND": f"{_BACKENDS}.filebased.FileBasedCache", "LOCATION": str(folder)}
    options = {"password": canary.password}  # of a subclass that encrypts
    scene.setting("CACHES", canary.form, {**entry, "KEY_PREFIX": canary.plain, "OPTIONS": options})


def _storage(scene: Scene, canary: Canary, _: Place) -> None:
    """Files whose readers log in at another server."""
    url = f"https://{canary.user}:{canary.encoded}@files.example/"
    options = {"location": str(scene.disk / canary.form), "base_url": url}
    backend = "django.core.files.storage.FileSystemStorage"
    scene.setting("STORAGES", canary.form, {"BACKEND": backend, "OPTIONS": options})
    scene.declare("STORAGE", canary.form, {"MIN_INTERVAL": 0})


IN_POSTGRESQL = Form("table-postgresql", Kind.POSTGRESQL, _in_postgresql, "cache")

FORMS = (
    IN_POSTGRESQL,
    Form("table-sqlite", Kind.DISK, _in_sqlite, "cache"),
    Form("files-options", Kind.DISK, _in_files, "cache"),
    Form("storage-url", Kind.DISK, _storage, "storage"),
)
"""What writes to a disk, here or at a server."""
