"""File-based caches."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from django_health.caches.folder import check as filesystem
from django_health.caches.folder.check import FileCacheCheck
from django_health.caches.folder.probe_file import PREFIX
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from django_health.targets import FileCacheTarget

NOBODY = 65534


def check_of(path: Path | str, max_files: int = filesystem.MAX_FILES) -> FileCacheCheck:
    """The check of a folder."""
    return FileCacheCheck(FileCacheTarget("default", "b", str(path)), 2.0, max_files=max_files)


def figures(outcome: Outcome) -> dict[str, float]:
    """The values by name and last label."""
    return {f"{m.family.name[20:]} {m.labels[-1]}".strip(): m.value for m in outcome.measurements}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    rmtree(folder)


@contextmanager
def another_user() -> Iterator[None]:
    """Be an ordinary user while the block runs."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_djangos_files_are_counted_and_left_alone(tmp_path: Path) -> None:
    """Two entries of a real cache; the probe's own file is gone and was never Django's."""
    cache = FileBasedCache(str(tmp_path), {})
    cache.set("a", "x" * 100)
    cache.set("b", "y")
    (tmp_path / "other").write_text("not of the cache")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    found = check_of(tmp_path).check()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert found.status is Status.OK
    size = sum(path.stat().st_size for path in tmp_path.glob("*.djcache"))
    assert found.details["keys"] == 2
    assert found.details["size_bytes"] == size
    values = figures(found)
    assert values["keys"] == 2
    assert values["size_bytes"] == size
    assert {name for name in values if name.startswith("operation")} == {
        f"operation_seconds {name}" for name in ("set", "get", "delete")
    }


def test_a_folder_that_django_will_make_is_no_error(tmp_path: Path) -> None:
    """Nothing is created in its stead."""
    found = check_of(tmp_path / "cache").check()
    assert (found.status, found.details["keys"]) == (Status.OK, 0)
    assert found.message.startswith("not yet created")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [("no/such/cache", Reason.UNAVAILABLE), ("file", Reason.MISCONFIGURED)],
)
def test_what_can_be_no_folder_is_an_error(path: str, reason: Reason, tmp_path: Path) -> None:
    """A path without a parent, and a file in the folder's place."""
    (tmp_path / "file").touch()
    with pytest.raises(CheckFailed) as caught:
        check_of(tmp_path / path).check()
    assert caught.value.reason is reason


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    """Django cannot make the folder where a link has its name already; nothing is changed."""
    link = tmp_path / "cache"
    link.symlink_to(tmp_path / "gone")
    with pytest.raises(FileExistsError):
        FileBasedCache(str(link), {}).set("a", "b")
    with pytest.raises(CheckFailed) as caught:
        check_of(link).check()
    assert caught.value.reason is Reason.UNAVAILABLE
    assert "symbolic link" in str(caught.value)
    (tmp_path / "gone").mkdir()
    assert check_of(link).check().status is Status.OK


def test_a_folder_of_another_user_is_a_warning(open_folder: Path) -> None:
    """The application may well write there: its files are counted, the rest is not tried."""
    (open_folder / "a.djcache").write_text("xyz")
    with another_user():
        found = check_of(open_folder).check()
    assert (found.status, found.reason) == (Status.WARNING, Reason.PERMISSION)
    assert found.details["size_bytes"] == 3
    missing = found.details["missing_privileges"]
    assert isinstance(missing, list)
    assert missing[0].startswith("set, get, delete: run the exporter as the application's user")
    assert figures(found)["missing_privileges"] == 1
    assert not {name for name in figures(found) if name.startswith("operation")}


def test_a_folder_that_may_not_be_looked_into_is_a_warning(open_folder: Path) -> None:
    """As Django makes it: for its own user alone."""
    (open_folder / "cache").mkdir(mode=0o700)
    with another_user():
        found = check_of(open_folder / "cache").check()
    assert found.status is Status.WARNING
    assert "keys" not in found.details
    assert set(figures(found)) == {"info", "missing_privileges"}


@pytest.mark.parametrize(
    ("number", "reason", "text"),
    [
        (errno.ENOSPC, Reason.UNAVAILABLE, "the disk is full"),
        (errno.EDQUOT, Reason.UNAVAILABLE, "the disk is full"),
        (errno.EROFS, Reason.READ_ONLY, "it is read-only"),
        (errno.EIO, Reason.UNAVAILABLE, "it cannot serve now"),
    ],
)
def test_a_failing_write_has_a_reason_and_keeps_the_figures(
    number: int, reason: Reason, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full or read-only disk; what was counted is told all the same."""

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "canary-path")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CheckFailed) as caught:
        check_of(tmp_path).check()
    failure = caught.value
    assert failure.reason is reason
    assert str(failure).startswith(text)
    assert failure.details["keys"] == 0
    assert figures(failure.outcome())["keys"] == 0
    assert "canary" not in repr(failure.outcome())


def test_too_many_files_are_not_counted(tmp_path: Path) -> None:
    """The figures are absent, not wrong."""
    for number in range(3):
        (tmp_path / f"{number}.djcache").touch()
    assert check_of(tmp_path, max_files=3).check().details["keys"] == 3
    found = check_of(tmp_path, max_files=2).check()
    assert found.status is Status.OK
    assert found.details["not_measured"] == ["keys, size: more than 2 files"]
    assert not {"keys", "size_bytes"} & set(figures(found))


def test_leftovers_of_killed_runs_go_and_are_never_counted(tmp_path: Path) -> None:
    """An old one is removed, a fresh one stays."""
    for name, moment in (("old", 1.0), ("fresh", 4e9)):
        path = tmp_path / f"{PREFIX}{name}.probe"
        path.touch()
        os.utime(path, (moment, moment))
    assert check_of(tmp_path).check().details["keys"] == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{PREFIX}fresh.probe"]
