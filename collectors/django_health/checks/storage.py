"""A Django storage: an object of our own is saved, opened and deleted."""

from __future__ import annotations

import errno
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from django_health.check import BaseHealthCheck
from django_health.errors import listed
from django_health.failure import SENTENCES, CheckFailed, reason_of
from django_health.result import Family, Outcome, Reason
from django_health.settings.declarations import StorageProbe
from django_health.targets import TargetError

OPERATION_SECONDS = Family(
    "django_health_storage_operation_seconds",
    "Seconds that saving, opening and deleting an object of our own took on Django's storage.",
    ("storage", "operation"),
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SAVE, _OPEN, _DELETE = "save", "open", "delete"


class StorageCheck(BaseHealthCheck):
    """A storage from Django's ``STORAGES``, asked through the backend that the application uses.

    The object has a name that nobody can guess, in a folder of its own, and is deleted whatever
    fails. One that could not be deleted is tried again before another is saved, so that at most
    one is left. A storage that has real folders keeps the empty one.

    Nothing can interrupt a backend that waits: a run on a storage that is silent ends when the
    backend's own timeout does, and is not begun again before that. Set one in ``OPTIONS``.

    Args:
        name: What it is called; the value of the label ``storage``.
        probe: Which storage, and where in it.
        timeout: Seconds for a run where the declaration has none.

    Raises:
        TargetError: Django's settings have no such storage, or are not there.
    """

    name = "storage"
    description = "an object saved to the storage, opened, compared and deleted"

    def __init__(self, name: str, probe: StorageProbe, timeout: float) -> None:
        self.target = name
        self.timeout = probe.timeout or timeout
        self.min_interval = probe.min_interval
        self.critical = probe.critical
        self._alias = name if probe.alias is None else probe.alias
        _expect_alias(self._alias, name)
        self._prefix = probe.prefix
        self._left_over: str | None = None

    def check(self) -> Outcome:
        """Save, open and delete.

        Raises:
            CheckFailed: The storage cannot be used, or does not do its work.
        """
        storage = _storage_of(self._alias)
        self._clear(storage)
        seconds = self._round_trip(storage)
        return Outcome(
            details={"backend": type(storage).__name__, "operation_seconds": seconds},
            measurements=tuple(
                OPERATION_SECONDS(took, self.target, operation)
                for operation, took in seconds.items()
            ),
        )

    def _clear(self, storage: Storage) -> None:
        """Delete what an earlier run could not."""
        if self._left_over is not None:
            with _explained(_DELETE):
                storage.delete(self._left_over)
            self._left_over = None

    def _round_trip(self, storage: Storage) -> dict[str, float]:
        """Take an object to the storage and back; return the seconds of each step."""
        value = secrets.token_bytes(32)
        begun = time.perf_counter()
        name = self._saved(storage, value)
        was_saved = time.perf_counter()
        self._read_back(storage, name, value)
        was_opened = time.perf_counter()
        with _explained(_DELETE):
            storage.delete(name)
        was_deleted = time.perf_counter()
        self._expect_gone(storage, name)
        return {
            _SAVE: was_saved - begun,
            _OPEN: was_opened - was_saved,
            _DELETE: was_deleted - was_opened,
        }

    def _saved(self, storage: Storage, value: bytes) -> str:
        """Save, and return the name under which it was; the backend may have changed it."""
        wanted = f"{self._prefix}/{secrets.token_hex(16)}"
        self._left_over = wanted  # from now on it, or a part of it, may be there
        try:
            with _explained(_SAVE):
                name: object = storage.save(wanted, ContentFile(value))
            if not isinstance(name, str) or not name:
                raise CheckFailed(Reason.WRONG_ANSWER, "save() of its backend returned no name")
        except BaseException:
            self._try_to_delete(storage, wanted)
            raise
        self._left_over = name
        return name

    def _read_back(self, storage: Storage, name: str, value: bytes) -> None:
        try:
            with _explained(_OPEN), storage.open(name) as file:
                found = file.read(len(value) + 1)
            if found != value:
                raise CheckFailed(Reason.WRONG_ANSWER, "the object read back is not the one saved")
        except BaseException:
            self._try_to_delete(storage, name)
            raise

    def _expect_gone(self, storage: Storage, name: str) -> None:
        with _explained("look for the object"):
            if storage.exists(name):
                raise CheckFailed(Reason.WRONG_ANSWER, "the object is there after its deletion")
        self._left_over = None

    def _try_to_delete(self, storage: Storage, name: str) -> None:
        """Delete after a failure, which is what is told, whatever becomes of this."""
        with suppress(Exception):
            storage.delete(name)
            self._left_over = None


def _expect_alias(alias: str, name: str) -> None:
    try:
        known = storages.backends
    except ImproperlyConfigured:
        raise TargetError(
            f"storage.{name}: Django has no settings: is DJANGO_SETTINGS_MODULE set?"
        ) from None
    if alias not in known:
        raise TargetError(f"storage.{name}: Django's STORAGES has no {alias!r}: {listed(known)}")


def _storage_of(alias: str) -> Storage:
    try:
        return storages[alias]
    except (ImproperlyConfigured, ImportError, KeyError, TypeError, ValueError):
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "its BACKEND cannot be made: are OPTIONS right and its library installed?",
        ) from None


@contextmanager
def _explained(step: str) -> Iterator[None]:
    """Tell what an error of a step stands for; one that nobody knows passes."""
    try:
        yield
    except NotImplementedError:
        failure = CheckFailed(Reason.MISCONFIGURED, f"{step}: its backend cannot do that")
    except SuspiciousOperation:
        failure = CheckFailed(
            Reason.MISCONFIGURED, f"{step}: its backend takes the prefix for an attack"
        )
    except (FileExistsError, NotADirectoryError):
        failure = CheckFailed(
            Reason.MISCONFIGURED, f"{step}: a file stands where its folder has to be"
        )
    except FileNotFoundError:
        failure = _missing(step)
    except OSError as error:
        failure = _of_system(step, error)
    else:
        return
    raise failure from None  # the text of a backend's error may hold a key


def _missing(step: str) -> CheckFailed:
    if step == _OPEN:
        return CheckFailed(Reason.WRONG_ANSWER, f"{step}: the object just saved is not there")
    return CheckFailed(Reason.UNAVAILABLE, f"{step}: its folder is not there")


def _of_system(step: str, error: OSError) -> CheckFailed:
    if error.errno in _FULL:
        return CheckFailed(Reason.UNAVAILABLE, f"{step}: the disk is full, or its quota is used up")
    reason = reason_of(error) or Reason.UNAVAILABLE
    return CheckFailed(reason, f"{step}: {SENTENCES[reason]}")
