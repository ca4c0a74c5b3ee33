"""Settings of the sample project: two SQLite databases and four caches, in one folder."""

import os
from pathlib import Path

DATA = Path(os.environ.get("SHOP_DATA", ".")).resolve()

SECRET_KEY = "a-sample-project-keeps-no-secrets"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = ["shop.orders", "shop.archive"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "shop.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
    },
    "archive": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "archive.sqlite3",
    },
}
DATABASE_ROUTERS = ["shop.routers.ArchiveRouter"]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "sessions": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "session_cache",
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "pages",
    },
}
