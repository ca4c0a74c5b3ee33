"""The daemon under what the unit denies it, as far as a test can without systemd."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from pathlib import Path

import pytest

from live_exporter import (
    Exporter,
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
    write_settings,
)
from live_servers import MariaDB, Memcached, PostgreSQL, Redis

PR_SET_MDWE, PR_GET_MDWE, REFUSE_EXEC_GAIN = 65, 66, 1

DENY = f"""
import ctypes, mmap, os, sys
assert ctypes.CDLL(None).prctl({PR_SET_MDWE}, {REFUSE_EXEC_GAIN}, 0, 0, 0) == 0
os.execv(sys.argv[1], sys.argv[1:])
"""

CAN_MAKE_CODE = """
import mmap
mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
"""

WATCH_FILES = """
import os, sys

def note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        wanted = args[2] if isinstance(args[2], int) else 0
        if wanted & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(2, f"WROTE {args[0]}\\n".encode())
    elif event in {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.chmod"}:
        os.write(2, f"WROTE {event} {args[0]}\\n".encode())

sys.addaudithook(note)
os.write(2, b"WATCHED\\n")
"""


def _supported() -> bool:
    """Whether the kernel (6.3 and newer) can deny it without systemd's filter."""
    return int(ctypes.CDLL(None).prctl(PR_GET_MDWE, 0, 0, 0, 0)) >= 0


@pytest.fixture
def project(
    tmp_path: Path,
    postgresql: PostgreSQL,
    mariadb: MariaDB,
    redis_server: Redis,
    memcached: Memcached,
) -> Path:
    """A project with each kind of server."""
    write_settings(
        tmp_path,
        "sandboxed",
        DATABASES={
            "default": postgresql_entry(postgresql),
            "archive": mariadb_entry(mariadb),
            "file": sqlite_entry(tmp_path / "file.sqlite3"),
        },
        CACHES={"default": redis_entry(redis_server), "pages": memcached_entry(memcached)},
    )
    return tmp_path


def _states(daemon: Exporter) -> dict[str, str]:
    document = json.loads(daemon.get("/health/detailed/").body)
    return {name: document["checks"][name]["status"] for name in ("database", "cache")}


def test_the_daemon_needs_no_memory_to_write_code_into(project: Path) -> None:
    """MemoryDenyWriteExecute=yes stands in its way nowhere, drivers and all."""
    if not _supported():
        pytest.skip("this kernel cannot deny memory that is written and executed")
    deny = [sys.executable, "-c", DENY]
    settings = ["--django.settings=sandboxed"]
    with Exporter(project, settings, within=deny) as daemon:
        assert _states(daemon) == {"database": "ok", "cache": "ok"}
        assert daemon.get("/").status == 200


def test_the_denial_denies() -> None:
    """What the test before relies on: who wants such memory gets none."""
    if not _supported():
        pytest.skip("this kernel cannot deny memory that is written and executed")
    command = [sys.executable, "-c", DENY, sys.executable, "-c", CAN_MAKE_CODE]
    denied = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert denied.returncode != 0
    assert b"PermissionError" in denied.stderr
    subprocess.run(command[3:], check=True, timeout=60)


def test_the_daemon_writes_no_file(project: Path) -> None:
    """ProtectSystem=strict, and the read-only root of a container: it needs nothing of them."""
    (project / "sitecustomize.py").write_text(WATCH_FILES, encoding="utf-8")
    environ = {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    with Exporter(project, ["--django.settings=sandboxed"], environ) as daemon:
        assert _states(daemon) == {"database": "ok", "cache": "ok"}
        for path in ("/", "/metrics", "/health/system/", "/config", "/openapi.json"):
            assert daemon.get(path).status == 200
    assert "WATCHED" in daemon.log
    wrote = {line.partition(" ")[2] for line in daemon.log.splitlines() if "WROTE" in line}
    assert wrote == set()
