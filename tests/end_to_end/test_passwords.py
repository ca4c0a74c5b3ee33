"""The daemon with users in its web configuration file, as its clients see it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from live_exporter import Exporter
from watched_bcrypt import basic, hashed

PATIENCE = 30.0
"""Seconds for the change of a file to come into force; it takes one."""


def _write_users(path: Path, users: Mapping[str, bytes]) -> None:
    lines = ["basic_auth_users:", *(f"  {name}: {users[name].decode()}" for name in users)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_password_is_changed_while_it_runs(tmp_path: Path) -> None:
    """The new one is let in, the old one is not any more, and the log knows neither."""
    old, new = hashed("canary-old"), hashed("canary-new")
    file = tmp_path / "web.yml"
    _write_users(file, {"prometheus": old})
    arguments = [f"--web.config.file={file}", "--log.level=debug"]

    def status(password: str, path: str = "/metrics") -> int:
        return exporter.get(path, {"Authorization": basic("prometheus", password)}).status

    with Exporter(tmp_path, arguments) as exporter:
        assert exporter.get("/metrics").status == 401
        assert exporter.get("/-/healthy").status == 200
        assert [status("canary-old"), status("canary-new")] == [200, 401]
        assert status("canary-old", "/config") == 200
        _write_users(file, {"prometheus": new})
        assert _eventually(lambda: status("canary-old") == 401)
        assert status("canary-new") == 200
    assert "wrong user or password: 1 from 127.0.0.1" in exporter.log
    for secret in ("canary", old.decode()[7:], new.decode()[7:]):
        assert secret not in exporter.log
