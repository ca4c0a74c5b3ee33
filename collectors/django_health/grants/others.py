"""What there is to know of targets at which no user has privileges."""

from __future__ import annotations

from django_health.grants.script import Script
from django_health.targets import DatabaseCacheTarget, FileCacheTarget, SQLiteTarget, Target

_MEMCACHED = "It knows no users: whoever reaches its port may do everything."
_SQLITE = (
    "The operating system decides. The user of the exporter has to read the file and those beside "
    "it (-wal, -shm), and to search its folder."
)
_FOLDER = "The user of the exporter has to read, write and search the folder."
_DJANGO = (
    "Asked through Django's own connection, as the user of the settings; what the application may "
    "do is enough, and no least privileges are known for this engine."
)


def other_script(name: str, target: Target) -> Script | None:
    """Return what there is to know of a target, ``None`` where that is nothing.

    Args:
        name: What it is called, like ``cache/default``.
        target: Any but those that have users of their own.
    """
    match target:
        case SQLiteTarget():
            return Script(name, "SQLite", (_SQLITE,))
        case FileCacheTarget():
            return Script(name, "files", (_FOLDER,))
        case DatabaseCacheTarget():
            note = f"Its table is among those of database/{target.database}."
            return Script(name, "a table of a database", (note,))
    if target.kind == "memcached":
        return Script(name, "Memcached", (_MEMCACHED,))
    return Script(name, target.kind, (_DJANGO,)) if target.kind == "django-database" else None
