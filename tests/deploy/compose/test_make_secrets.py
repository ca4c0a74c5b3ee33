"""The script that invents the passwords."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

from compose_files import FOLDER


def _made(folder: Path) -> dict[str, str]:
    """What the script has made, by name."""
    ended = subprocess.run(
        ["sh", FOLDER / "make-secrets.sh", folder],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    made = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert not any(secret in ended.stdout + ended.stderr for secret in made.values())
    return made


def test_each_password_is_its_own(tmp_path: Path) -> None:
    """Long, without a line's end, and in no two files; another folder has others."""
    made = _made(tmp_path / "secrets")
    passwords = [text for name, text in made.items() if name != "redis_users"]
    assert len(set(passwords)) == len(passwords) == 7
    assert {len(password) for password in passwords} == {64}
    assert made != _made(tmp_path / "others")


def test_redis_has_the_password_that_the_application_has(tmp_path: Path) -> None:
    """In the file of its users."""
    made = _made(tmp_path)
    assert f">{made['redis_password']} " in made["redis_users"]
    assert "user default off" in made["redis_users"]


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Servers remember the passwords of their first start."""
    first = _made(tmp_path)
    (tmp_path / "grafana_password").unlink()
    again = _made(tmp_path)
    assert first.pop("grafana_password") != again.pop("grafana_password")
    assert again == first


def test_the_folder_is_closed_and_the_containers_can_read(tmp_path: Path) -> None:
    """Each container has a user of its own, and is given the single file."""
    folder = tmp_path / "secrets"
    _made(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o644}


def test_files_that_were_closed_are_opened(tmp_path: Path) -> None:
    """Those that a stricter umask left, which no container could read; others are not touched."""
    first = _made(tmp_path)
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    for path in tmp_path.iterdir():
        path.chmod(0o600)
    assert {name: text for name, text in _made(tmp_path).items() if name in first} == first
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes.pop("notes") == 0o600
    assert set(modes.values()) == {0o644}
