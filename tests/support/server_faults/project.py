"""The Django project that the daemon is set on, and the first answers of that daemon."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from live_exporter import Exporter, write_settings
from live_exporter.project import manage
from server_faults.watch import Watch

LIMIT = 1.0
"""Seconds that each check may take."""

START_TIMEOUT = 30.0
"""Seconds until all is well for the first time: the first run of Celery's check loads a lot."""

_OFF = dict.fromkeys(("system", "migrations", "configuration"), False)
"""What would be ill beside the database that it asks, or by the other work of the machine."""

_PACKAGE = "ground"

_CELERY = f"""\
from celery import Celery

app = Celery("{_PACKAGE}")
app.config_from_object("django.conf:settings", namespace="CELERY")
"""

_CALM = """\
from django_health.check import BaseHealthCheck


class Calm(BaseHealthCheck):
    name = "calm"

    def check(self):
        return {"status": "ok"}
"""

_INTERVAL = """\
# An answer of Celery's is kept for a quarter of a minute, for which no test can wait.
from django_health.checks.celery.check import CeleryCheck

CeleryCheck.min_interval = 0.0
"""


@contextmanager
def watched(
    directory: Path,
    targets: set[str],
    settings: Mapping[str, Any],
    *,
    environ: Mapping[str, str] | None = None,
    checks: Mapping[str, Any] | None = None,
    command: Sequence[str] = (),
    lines: str = "",
) -> Iterator[Watch]:
    """The daemon on a project, once it has found all of its targets well.

    Args:
        directory: Where the project and the log are.
        targets: All that it watches, as ``cache/default``.
        settings: Of Django; with ``CELERY_BROKER_URL`` the project has a Celery application.
        environ: More of the daemon's environment.
        checks: More of ``HEALTH_CHECK``.
        command: A management command to run before the daemon starts.
        lines: More of the settings module, as it is.
    """
    write_project(directory, checks or {}, settings, lines)
    if command:
        manage(directory, f"{_PACKAGE}.settings", *command)
    # Its requests are logged for debugging, which tells a test that all before them is logged.
    arguments = [f"--django.settings={_PACKAGE}.settings", "--log.level=debug"]
    with Exporter(directory, arguments, environ) as exporter:
        yield settled(Watch(exporter, frozenset(targets)))


def write_project(
    directory: Path, checks: Mapping[str, Any], settings: Mapping[str, Any], lines: str = ""
) -> None:
    """Write the project's package."""
    package = directory / _PACKAGE
    package.mkdir()
    has_celery = "CELERY_BROKER_URL" in settings
    front = f"from {_PACKAGE}.celery import app as celery_app\n" if has_celery else ""
    (package / "__init__.py").write_text(front, encoding="utf-8")
    (package / "calm.py").write_text(_CALM, encoding="utf-8")
    if has_celery:
        (package / "celery.py").write_text(_CELERY, encoding="utf-8")
        settings = {"CELERY_WORKER_ENABLE_REMOTE_CONTROL": False, **settings}
    health = {
        "CHECKS": _OFF,
        "CUSTOM_CHECKS": [f"{_PACKAGE}.calm.Calm"],
        "TIMEOUTS": dict.fromkeys(("database", "cache", "external"), LIMIT),
        **checks,
    }
    write_settings(package, "settings", INSTALLED_APPS=[_PACKAGE], HEALTH_CHECK=health, **settings)
    with (package / "settings.py").open("a", encoding="utf-8") as file:
        file.write(lines + (_INTERVAL if has_celery else ""))


def settled(watch: Watch) -> Watch:
    """Wait until all is well, which may be once the project's applications have been loaded."""
    deadline = time.monotonic() + START_TIMEOUT
    while watch.exporter.get("/health/").status != 200:
        assert time.monotonic() < deadline, watch.exporter.log
        time.sleep(0.05)
    return watch
