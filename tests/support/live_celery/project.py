"""A small Django project with Celery, and applications for tests in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import Celery

NAME = "canary_shop"
"""The package of the project."""

_APP = """
import os
from celery import Celery
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{name}.settings")
app = Celery("{name}")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

@app.task(name="canary.sleep")
def sleep(seconds):
    import time
    time.sleep(seconds)
"""


def write_project(folder: Path, broker_url: str, **settings: object) -> Path:
    """Write a project as Celery's documentation says; return its folder.

    Args:
        folder: Where; it becomes the parent of the package.
        broker_url: Where the broker is.
        settings: More lines of its settings module.
    """
    package = folder / NAME
    package.mkdir(parents=True)
    lines = {
        "SECRET_KEY": "canary",
        "USE_TZ": True,
        "CELERY_BROKER_URL": broker_url,
        "INSTALLED_APPS": [],
        **settings,
    }
    text = "".join(f"{key} = {value!r}\n" for key, value in lines.items())
    (package / "settings.py").write_text(text, encoding="utf-8")
    (package / "celery.py").write_text(_APP.format(name=NAME), encoding="utf-8")
    front = "from .celery import app as celery_app\n\n__all__ = ['celery_app']\n"
    (package / "__init__.py").write_text(front, encoding="utf-8")
    return folder


def app_of(broker_url: str, **conf: object) -> Any:
    """An application in this process, for tasks and checks; close it after use."""
    app = Celery("canary", broker=broker_url, set_as_current=False)
    app.conf.update(conf)
    return app


@contextmanager
def closing(app: Any) -> Iterator[Any]:
    """Give the application, and make Celery forget it at the end."""
    try:
        yield app
    finally:
        app.close()
