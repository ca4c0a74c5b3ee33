"""A Django project on disk with a plain view and the library's views, as users set them up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from pprint import pformat
from typing import Any

_URLS = """\
import os
import threading

from django.http import HttpResponse, JsonResponse
from django.urls import include, path


def plain(request):
    return HttpResponse("plain")


def threads(request):
    names = [thread.name for thread in threading.enumerate()]
    return JsonResponse({"process": os.getpid(), "names": names})


urlpatterns = [
    path("plain/", plain),
    path("threads/", threads),
    path("health/", include("django_health.urls")),
]
"""

_SERVED = """\
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{name}.settings")

from django.core.{kind} import get_{kind}_application

application = get_{kind}_application()
"""

_CELERY = """\
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{name}.settings")

app = Celery("{name}")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""

_WITH_CELERY = """\
from {name}.celery import app as celery_app

__all__ = ["celery_app"]
"""


def write_site(folder: Path, name: str, *, urls: str = _URLS, **settings: Any) -> None:
    """Write a project: settings, URLs, the WSGI and the ASGI application, and Celery if asked for.

    Args:
        folder: Where its package goes.
        name: Of the package.
        urls: The source of its URLconf.
        settings: Of Django; ``CELERY_BROKER_URL`` makes it a project with a Celery application.
    """
    package = folder / name
    package.mkdir()
    defaults: Mapping[str, Any] = {
        "SECRET_KEY": "only-for-tests-but-long-enough-to-be-one-3141592653589793",
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
        "USE_TZ": True,
        "ROOT_URLCONF": f"{name}.urls",
        "INSTALLED_APPS": ["django_health"],
        "MIDDLEWARE": ["django.middleware.common.CommonMiddleware"],
    }
    has_celery = "CELERY_BROKER_URL" in settings
    sources = {
        "__init__": _WITH_CELERY.format(name=name) if has_celery else "",
        "settings": "".join(
            f"{key} = {pformat(value)}\n" for key, value in {**defaults, **settings}.items()
        ),
        "urls": urls,
        "wsgi": _SERVED.format(name=name, kind="wsgi"),
        "asgi": _SERVED.format(name=name, kind="asgi"),
    }
    if has_celery:
        sources["celery"] = _CELERY.format(name=name)
    for module, source in sources.items():
        (package / f"{module}.py").write_text(source, encoding="utf-8")
