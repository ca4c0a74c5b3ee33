"""A Django storage that fails at a step, or lies; what is told and what is left behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from descriptor_limit import exhausted
from django_health.checks.storage import StorageCheck
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.settings.declarations import StorageProbe
from storage_backends import (
    CANARY,
    PREFIX,
    Faulty,
    Forgetful,
    Nameless,
    Sticky,
    Stuck,
    WriteOnly,
    faulty,
    objects,
    storage,
)

NOBODY = 65534

pytestmark = pytest.mark.usefixtures("django_project")


def _check() -> StorageCheck:
    return StorageCheck("media", StorageProbe(), 10.0)


@pytest.mark.parametrize(
    ("backend", "reason", "message"),
    [
        (Forgetful, Reason.WRONG_ANSWER, "the object read back is not the one saved"),
        (Sticky, Reason.WRONG_ANSWER, "the object is there after its deletion"),
        (Nameless, Reason.WRONG_ANSWER, "save() of its backend returned no name"),
        (WriteOnly, Reason.MISCONFIGURED, "open: its backend cannot do that"),
    ],
)
def test_backend_that_does_not_do_its_work(backend: type, reason: Reason, message: str) -> None:
    """Each lie is found, and nothing is left that can be deleted."""
    with storage(backend) as instance:
        found = outcome_of(_check())
        left = len(objects(instance()))
    assert (found.status, found.reason, found.message) == (Status.ERROR, reason, message)
    assert left == (1 if backend is Sticky else 0)


ERRORS = {
    "permission": (PermissionError(errno.EACCES, CANARY), Reason.PERMISSION, "permission denied"),
    "read-only": (OSError(errno.EROFS, CANARY), Reason.READ_ONLY, "it is read-only"),
    "full": (OSError(errno.ENOSPC, CANARY), Reason.UNAVAILABLE, "the disk is full"),
    "refused": (ConnectionRefusedError(errno.ECONNREFUSED, CANARY), Reason.REFUSED, "refused"),
    "timeout": (TimeoutError(CANARY), Reason.TIMEOUT, "no answer in time"),
    "unknown": (OSError(CANARY), Reason.UNAVAILABLE, "it cannot serve now"),
    "attack": (SuspiciousFileOperation(CANARY), Reason.MISCONFIGURED, "takes the prefix for"),
    "not made": (NotImplementedError(CANARY), Reason.MISCONFIGURED, "cannot do that"),
}


@pytest.mark.parametrize(
    ("step", "late"),
    [
        ("save", False),
        ("save", True),
        ("open", False),
        ("delete", False),
        ("look for the object", False),
    ],
)
@pytest.mark.parametrize("error", ERRORS)
def test_error_is_explained_with_its_step(step: str, late: bool, error: str) -> None:
    """In our own words; nothing is left where it can be deleted."""
    raised, reason, said = ERRORS[error]
    with faulty(step, raised, late=late) as instance:
        found = outcome_of(_check())
        left = objects(instance())
    assert (found.status, found.reason) == (Status.ERROR, reason)
    assert found.message.startswith(f"{step}: ")
    assert said in found.message
    assert CANARY not in repr(found)
    assert len(left) == (1 if step == "delete" else 0)


@pytest.mark.parametrize("step", ["save", "open", "delete"])
def test_error_of_an_unknown_type_is_told_by_type(step: str) -> None:
    """The libraries of object stores have their own, whose texts hold addresses and more."""
    with faulty(step, RuntimeError(CANARY)) as instance:
        found = outcome_of(_check())
        left = objects(instance())
    assert (found.status, found.reason) == (Status.ERROR, Reason.INTERNAL)
    assert "RuntimeError at storage_backends.py:" in found.message
    assert CANARY not in repr(found)
    assert len(left) == (1 if step == "delete" else 0)


def test_lack_of_descriptors_is_no_fault_of_the_storage(tmp_path: Path) -> None:
    """It is told as the exporter's own; nothing is left behind."""
    with storage(FileSystemStorage, location=str(tmp_path)):
        check = _check()
        assert outcome_of(check).status is Status.OK
        with exhausted(os.getpid()):
            found = outcome_of(check)
        assert outcome_of(check).status is Status.OK
    assert found.reason is Reason.INTERNAL
    assert found.message.startswith("the process has no file descriptor left")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_object_that_could_not_be_deleted_is_the_only_one() -> None:
    """It is tried again before another is saved, and gone once that is possible."""
    with faulty("delete", PermissionError(errno.EACCES, CANARY)) as instance:
        check = _check()
        found = [outcome_of(check) for _ in range(3)]
        assert [outcome.reason for outcome in found] == [Reason.PERMISSION] * 3
        assert len(objects(instance())) == 1
        Faulty.step = ""
        assert outcome_of(check).status is Status.OK
        assert objects(instance()) == []


def test_object_of_a_save_that_failed_is_the_only_one() -> None:
    """The save may have done its work all the same, and the deletion fails too."""
    with storage(Stuck) as instance:
        check = _check()
        for _ in range(3):
            assert outcome_of(check).reason is Reason.TIMEOUT
        assert len(objects(instance())) == 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Stuck, "is_stuck", False)
            assert outcome_of(check).status is Status.OK
            assert objects(instance()) == []


def test_file_that_vanishes_before_it_is_read() -> None:
    """Something else deletes what is saved."""
    with faulty("open", FileNotFoundError(errno.ENOENT, CANARY)):
        found = outcome_of(_check())
    said = "open: the object just saved is not there"
    assert (found.reason, found.message) == (Reason.WRONG_ANSWER, said)


@contextmanager
def _another_user() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_folder_that_may_not_be_written_to() -> None:
    """Permission is its own reason, and the folder's path is not told."""
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        with storage(FileSystemStorage, location=folder), _another_user():
            found = outcome_of(_check())
    finally:
        rmtree(folder)
    assert (found.reason, found.message) == (Reason.PERMISSION, "save: permission denied")
    assert str(folder) not in repr(found)


def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """Nothing can be saved there, and it is not touched."""
    (tmp_path / PREFIX).write_text("a file")
    with storage(FileSystemStorage, location=tmp_path):
        found = outcome_of(_check())
    said = "save: a file stands where its folder has to be"
    assert (found.reason, found.message) == (Reason.MISCONFIGURED, said)
    assert (tmp_path / PREFIX).read_text() == "a file"


def test_folder_that_cannot_be_made() -> None:
    """What the kernel shows is no place for files."""
    with storage(FileSystemStorage, location="/proc/no-such-folder"):
        found = outcome_of(_check())
    assert (found.reason, found.message) == (
        Reason.UNAVAILABLE,
        "save: its folder is not there",
    )


def test_the_error_of_a_backend_is_in_no_traceback() -> None:
    """Its text may hold a key."""
    with storage(FileSystemStorage, location="/proc/canary"), pytest.raises(CheckFailed) as caught:
        _check().check()
    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_without_settings_it_is_misconfigured() -> None:
    """A storage is asked through Django, also by the daemon."""
    program = """
from django_health.checks.storage import StorageCheck
from django_health.settings.declarations import StorageProbe
from django_health.targets import TargetError
try:
    StorageCheck("media", StorageProbe(), 1.0)
except TargetError as error:
    print(error)
"""
    environment = {key: text for key, text in os.environ.items() if key[:6] != "DJANGO"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert "is DJANGO_SETTINGS_MODULE set?" in done.stdout
