"""The sample Django project on its servers: its web server, its worker, and the exporter."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from deploy.stack.part import Part
from deploy.stack.places import PROJECT, made
from deploy.stack.ports import LOOPBACK, free_port

# Not through a proxy that the environment may name.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def environment(secrets: Path, servers: Mapping[str, Part], web_port: int) -> dict[str, str]:
    """Return what the settings of ``shop_online`` read, as in ``compose.yaml``.

    Args:
        secrets: The folder of the passwords.
        servers: The servers by their names.
        web_port: Where the project's web server will listen.
    """
    return {
        "DJANGO_SETTINGS_MODULE": "shop_online.settings",
        "PYTHONPATH": os.pathsep.join(str(path) for path in PROJECT),
        "SECRETS": str(secrets),
        "WEB": f"{LOOPBACK}:{web_port}",
        **{name.upper(): f"{LOOPBACK}:{part.port}" for name, part in servers.items()},
    }


def migrations() -> list[list[str]]:
    """Return the commands that make the project's tables, one after the other."""
    command = [sys.executable, "-m", "django", "migrate", "--noinput"]
    return [command, [*command, "--database=archive"]]


def web(home: Path, port: int, environ: Mapping[str, str]) -> Part:
    """The project's web server."""
    command = [
        *(sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()"),
        *(f"--bind={LOOPBACK}:{port}", "--workers=1", "--threads=4", "--graceful-timeout=2"),
        "--access-logfile=-",
    ]
    url = f"http://{LOOPBACK}:{port}/"
    return Part("web", command, made(home), port, lambda: answers(url), environ=environ)


def worker(home: Path, environ: Mapping[str, str]) -> Part:
    """A Celery worker, with Redis for its broker."""
    command = [
        *(sys.executable, "-m", "celery", "--app=shop_online", "worker", "--concurrency=1"),
        "--loglevel=info",
    ]
    return Part(*("worker", command, made(home), 0, lambda: True), environ=environ, says=" ready.")


def exporter(home: Path, environ: Mapping[str, str]) -> Part:
    """The exporter, which reads the settings that the project runs with."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "django_health_exporter", "serve"),
        f"--web.listen-address={LOOPBACK}:{port}",
    ]
    url = f"http://{LOOPBACK}:{port}/-/ready"
    return Part("exporter", command, made(home), port, lambda: answers(url), environ=environ)


def answers(url: str) -> bool:
    """Whether an address answers with 200."""
    try:
        with _direct.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
