"""``make run``: the daemon on the sample project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from live_servers import free_port

SHOP = Path(__file__).parents[2] / "examples" / "shop"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of the daemon on the sample project, and the folder of its data."""
    directory = tmp_path_factory.mktemp("shop")
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, str(SHOP / "run.py"), "--directory", str(directory)]
    with (
        (directory / "output").open("wb") as output,
        subprocess.Popen([*command, "--listen", address], stdout=output, stderr=output) as process,
    ):
        try:
            _wait_until_it_listens(address, process)
            yield address, directory
        finally:
            process.terminate()


def _status(url: str) -> int:
    """The status of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - of loopback
            status: int = answer.status
    except urllib.error.HTTPError as error:
        with error:
            status = error.code
    return status


def _wait_until_it_listens(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            _status(f"http://{address}/-/healthy")
            return
        except OSError:
            assert process.poll() is None, "it has ended"
            assert time.monotonic() < deadline, "it does not listen"
            time.sleep(0.1)


def test_it_prints_urls_that_answer(shop: tuple[str, Path]) -> None:
    """Every URL that it prints can be opened."""
    address, directory = shop
    text = (directory / "output").read_text(encoding="utf-8")
    urls = [line.split()[0] for line in text.splitlines() if line.startswith("http://")]
    assert len(urls) == 5
    for url in urls:
        assert url.startswith(f"http://{address}/")
        assert _status(url) in (200, 503), "503 where the host is busy"


def test_all_that_can_be_asked_is_up(shop: tuple[str, Path]) -> None:
    """Two databases and two caches are ok, local memory is skipped and says why."""
    address, _ = shop
    connection = HTTPConnection(address, timeout=30)
    connection.request("GET", "/health/detailed/")
    checks: dict[str, Any] = json.load(connection.getresponse())["checks"]
    connection.close()
    states = {
        f"{name}/{alias}": target["status"]
        for name in ("database", "cache")
        for alias, target in checks[name]["targets"].items()
    }
    assert states == {
        "database/default": "ok",
        "database/archive": "ok",
        "cache/default": "skipped",
        "cache/sessions": "ok",
        "cache/pages": "ok",
    }
    assert "memory of each application process" in checks["cache"]["targets"]["default"]["message"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["makemigrations", "--check"], "No changes detected"),
        (["showmigrations", "--database", "archive", "archive"], "[ ] 0002_archivedorder_note"),
    ],
)
def test_one_migration_is_left_unapplied(
    shop: tuple[str, Path], arguments: list[str], expected: str
) -> None:
    """The models agree with the migrations, of which the last one waits."""
    ended = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=SHOP,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings", "SHOP_DATA": str(shop[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert expected in ended.stdout
