"""A Django storage, asked by an object of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage

from django_health.checks.storage import StorageCheck
from django_health.engine.boundary import outcome_of
from django_health.result import Reason, Status
from django_health.settings.declarations import StorageProbe
from django_health.targets import TargetError
from storage_backends import CANARY, Faulty, Suffixing, faulty, objects, storage

pytestmark = pytest.mark.usefixtures("django_project")


def _check(**declared: Any) -> StorageCheck:
    return StorageCheck("media", StorageProbe(**declared), 10.0)


def test_declaration_makes_the_check() -> None:
    """The name is its target; writing costs, so an answer is kept for a minute."""
    with storage(InMemoryStorage):
        check = _check()
        assert (check.name, check.target, check.label) == ("storage", "media", "storage/media")
        assert (check.timeout, check.min_interval, check.critical) == (10.0, 60, True)
        check = _check(timeout=3, min_interval=5, critical=False)
    assert (check.timeout, check.min_interval, check.critical) == (3, 5, False)


def test_files_are_written_read_and_deleted(tmp_path: Path) -> None:
    """The application's own stay; nothing of ours does but the empty folder."""
    (tmp_path / "photo").write_text("of the application")
    with storage(FileSystemStorage, location=tmp_path):
        found = outcome_of(_check())
    assert found.status is Status.OK
    assert found.details["backend"] == "FileSystemStorage"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["photo"]
    names = {measurement.family.name for measurement in found.measurements}
    assert names == {"django_health_storage_operation_seconds"}
    labels = [measurement.labels for measurement in found.measurements]
    assert labels == [("media", "save"), ("media", "open"), ("media", "delete")]
    assert all(measurement.value >= 0 for measurement in found.measurements)


def test_memory_is_written_read_and_deleted() -> None:
    """Any backend of Django's."""
    with storage(InMemoryStorage) as instance:
        assert outcome_of(_check()).status is Status.OK
        assert objects(instance()) == []


def test_names_are_in_the_prefix_and_cannot_be_guessed() -> None:
    """Nobody can put an object in the way, and no two runs share one."""
    with faulty("", RuntimeError()):
        for _ in range(2):
            assert outcome_of(_check(prefix="health/probe")).status is Status.OK
        first, second = Faulty.saved
    assert first != second
    assert first.startswith("health/probe/")
    assert len(first) == len("health/probe/") + 32


def test_another_alias_may_be_named() -> None:
    """Two checks of one storage, or a name that says more."""
    with storage(InMemoryStorage):
        check = StorageCheck("invoices", StorageProbe(alias="media"), 1.0)
        found = outcome_of(check)
    assert (found.status, found.measurements[0].labels) == (Status.OK, ("invoices", "save"))


def test_object_is_deleted_under_the_name_that_it_got() -> None:
    """A backend may append to the name."""
    with storage(Suffixing) as instance:
        assert outcome_of(_check()).status is Status.OK
        assert objects(instance()) == []


def test_unknown_alias_lists_those_there_are() -> None:
    """What was declared is not in Django's settings: an error when the check is made."""
    with storage(InMemoryStorage), pytest.raises(TargetError) as caught:
        _check(alias="meida")
    assert str(caught.value) == "storage.media: Django's STORAGES has no 'meida': there are media"


@pytest.mark.parametrize(
    ("backend", "options"),
    [
        ("no_such_module.Storage", {}),
        ("django.core.files.storage.FileSystemStorage", {"password": CANARY}),
    ],
)
def test_backend_that_cannot_be_made(backend: str, options: dict[str, Any]) -> None:
    """A library that is missing, or options that it does not take."""
    with storage(backend, **options):
        found = outcome_of(_check())
    assert found.reason is Reason.MISCONFIGURED
    assert found.message.startswith("its BACKEND cannot be made")
    assert CANARY not in repr(found)


@pytest.mark.parametrize("prefix", ["", "/", "/a", "a/", "..", "a/../b", "./a", "a\\b", "a\n"])
def test_prefix_is_a_folder_inside_the_storage(prefix: str) -> None:
    """Never the application's own objects."""
    with pytest.raises(msgspec.ValidationError, match="prefix is no folder inside the storage"):
        msgspec.convert({"prefix": prefix}, StorageProbe)


def test_nothing_of_the_storages_settings_is_told() -> None:
    """Neither its address nor what else stands in its options."""
    with storage(InMemoryStorage, base_url=f"https://{CANARY}/"):
        found = outcome_of(_check())
    assert set(found.details) == {"backend", "operation_seconds"}
    assert CANARY not in repr(found)
