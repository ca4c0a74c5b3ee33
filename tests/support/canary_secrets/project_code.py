"""The code of the project: whatever its own parts do with their secrets, the library tells none."""

from __future__ import annotations

from collections.abc import Mapping

from canary_secrets.custom_code import SOURCE as HEALTH

_CELERY = """\
from celery import Celery

app = Celery("PROJECT")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""

_FRONT = """\
from PROJECT.celery import app as celery_app

__all__ = ["celery_app"]
"""

_PARTS = """\
import os


class Provider:
    \"\"\"Gives redis-py its credentials.\"\"\"

    def __init__(self, user, password):
        self._both = user, password

    def get_credentials(self):
        return self._both

    def __repr__(self):
        return f"Provider{self._both}"
"""

_ENGINE = """\
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    vendor = "canary"
    display_name = "Canary"
"""

_CACHE = """\
from django.core.cache.backends.base import BaseCache


class Cache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.url = f"cache://user:{params['OPTIONS']['password']}@{location}"

    def get(self, *args, **kwargs):
        raise ConnectionError(f"cannot connect to {self.url}")

    set = add = touch = delete = get
"""

_ROUTING = """\
class Router:
    def db_for_write(self, model, **hints):
        if model._meta.app_label == "django_cache":
            return model._meta.db_table.replace("_", "-")

    db_for_read = db_for_write
"""

_STORAGE = """\
from django.core.files.storage import Storage


class Bucket(Storage):
    def __init__(self, secret_key):
        self.secret_key = secret_key

    def _save(self, *args):
        raise OSError(f"the bucket refuses {self.secret_key}")

    _open = delete = exists = _save
"""

_URLS = """\
from django.conf import settings
from django.urls import include, path

from django_health.views import HealthCheckView


class RaisingView(HealthCheckView):
    def get_custom_checks(self):
        raise RuntimeError(f"no connection to {settings.CANARIES['view-raises']}")


class TellingView(HealthCheckView):
    def get_custom_checks(self):
        dsn = settings.CANARIES["view-tells"]
        error = RuntimeError(dsn)
        return {"own": {"status": "error", "message": f"not {dsn}", "dsn": dsn, "error": error}}


urlpatterns = [
    path("raising/", RaisingView.as_view()),
    path("telling/", TellingView.as_view()),
    path("health/", include("django_health.urls")),
]
"""

SOURCES: Mapping[str, str] = {
    "__init__": _FRONT,
    "cache": _CACHE,
    "celery": _CELERY,
    "engine/__init__": "",
    "engine/base": _ENGINE,
    "health": HEALTH,
    "parts": _PARTS,
    "routing": _ROUTING,
    "storage": _STORAGE,
    "urls": _URLS,
}
"""The sources of the project's modules; ``PROJECT`` stands for the name of its package."""
