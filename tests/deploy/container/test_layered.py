"""The sample project of the layered image, on real servers with the compose file's accounts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from compose_files import services
from live_exporter import Exporter
from shop_online import ShopOnline, shop_online

PATIENCE = 20.0


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopOnline]:
    """The project with its tables, its web server and its worker."""
    with shop_online(tmp_path_factory.mktemp("shop")) as project:
        for command in re.findall(r"^python -m (django .*)$", _migrate(), flags=re.MULTILINE):
            project.run(*command.split())
        web = _process(project, "web", bind=project.environ["WEB"])
        worker = _process(project, "worker")
        try:
            yield project
        finally:
            for process in (web, worker):
                process.terminate()
                process.wait(30)


@pytest.fixture(scope="module")
def daemon(shop: ShopOnline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exporter]:
    """The exporter beside it, as the compose file starts it."""
    folder = tmp_path_factory.mktemp("daemon")
    _, *flags = services()["exporter"]["command"]
    options = [*flags, f"--django.pythonpath={shop.folder}", "--log.level=debug"]
    with Exporter(folder, options, shop.environ) as daemon:
        yield daemon


def _migrate() -> str:
    command: str = services()["migrate"]["command"][0]
    return command


def _process(project: ShopOnline, name: str, bind: str = "") -> subprocess.Popen[bytes]:
    """Start what the image starts for a service."""
    service = services()[name]
    words: list[str] = [*service["entrypoint"], *service["command"]]
    command = [re.sub(r"^--bind=.*", f"--bind={bind}", word) for word in words]
    with (project.folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=project.folder,
            env={"PATH": os.environ["PATH"], **project.environ},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _until_healthy(daemon: Exporter) -> dict[str, Any]:
    """The details, as soon as all that is watched is well: the worker takes some seconds."""
    deadline = time.monotonic() + PATIENCE
    while True:
        document: dict[str, Any] = json.loads(daemon.get("/health/detailed/").body)
        states = {check["status"] for name, check in document["checks"].items() if name != "system"}
        if states == {"ok"} or time.monotonic() > deadline:
            return document
        time.sleep(0.5)


def test_the_exporter_finds_all_of_it_well(daemon: Exporter) -> None:
    """Databases, caches, migrations, worker and web server."""
    document = _until_healthy(daemon)
    checks = {name: found["status"] for name, found in document["checks"].items()}
    # What the host lacks is its own matter.
    assert checks.pop("system")
    assert checks == dict.fromkeys(
        ("database", "cache", "migrations", "celery", "configuration", "http"), "ok"
    ), json.dumps(document, indent=1)
    assert set(document["checks"]["database"]["targets"]) == {"default", "archive"}
    assert set(document["checks"]["cache"]["targets"]) == {"default", "pages"}


def test_no_privilege_is_missing(daemon: Exporter) -> None:
    """The accounts that the scripts make see all figures."""
    _until_healthy(daemon)
    told = daemon.get("/health/detailed/").body.decode()
    assert not re.search(r'"missing_privileges": ?\[[^\]]', told)
    samples = daemon.scrape()
    assert samples.labelled("django_health_database_connections", "database")["default"] >= 1


def test_the_project_answers_for_itself(shop: ShopOnline) -> None:
    """The page that a container's health check asks, and the project's health beside it."""
    for path in ("/", "/health/"):
        url = f"http://{shop.environ['WEB']}{path}"
        with urllib.request.urlopen(url, timeout=30) as answer:
            assert answer.status == 200


def test_nobody_gets_into_redis_without_a_password(shop: ShopOnline) -> None:
    """And the application's user cannot change the server."""
    where = {"host": shop.redis.host, "port": shop.redis.port}
    with redis.Redis(**where) as stranger, pytest.raises(redis.AuthenticationError):  # type: ignore[arg-type]
        stranger.ping()
    password = shop.secret("redis_password")
    with redis.Redis(**where, username="shop", password=password) as client:  # type: ignore[arg-type]
        assert client.ping()
        with pytest.raises(redis.ResponseError, match="permission"):
            client.config_set("maxmemory", 1)


def test_no_password_is_told(daemon: Exporter, shop: ShopOnline) -> None:
    """In no page, in no log, and in no command line."""
    pages = b"".join(daemon.get(path).body for path in ("/metrics", "/health/detailed/", "/config"))
    logs = [path.read_text(encoding="utf-8") for path in shop.folder.glob("*.log")]
    told = pages.decode() + daemon.log + "".join(logs)
    told += "".join(
        path.read_bytes().decode(errors="replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.exists()
    )
    for secret in shop.secrets.iterdir():
        assert shop.secret(secret.name) not in told, secret.name
