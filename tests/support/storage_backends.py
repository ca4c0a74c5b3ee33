"""Storages that fail or lie, and the alias under which tests put them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, NoReturn

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.test import override_settings

CANARY = "canary-hunter2"
PREFIX = "django-health-exporter"


class Faulty(InMemoryStorage):
    """Raises at a step, after having done it where ``late`` is set."""

    step: ClassVar[str] = ""
    error: ClassVar[BaseException] = RuntimeError(CANARY)
    late: ClassVar[bool] = False
    saved: ClassVar[list[str]] = []

    def _fail_at(self, step: str) -> None:
        if self.step == step:
            raise self.error

    def save(self, name: Any, content: Any, max_length: Any = None) -> str:
        """Save."""
        if not self.late:
            self._fail_at("save")
        returned = super().save(name, content, max_length)
        self.saved.append(returned)
        self._fail_at("save")
        return returned

    def open(self, name: Any, mode: Any = "rb") -> Any:
        """Open."""
        self._fail_at("open")
        return super().open(name, mode)

    def delete(self, name: Any) -> None:
        """Delete."""
        self._fail_at("delete")
        super().delete(name)

    def exists(self, name: Any) -> bool:
        """Look, and fail only for a name that has been saved."""
        if name in self.saved:
            self._fail_at("look for the object")
        return super().exists(name)


class Suffixing(InMemoryStorage):
    """Gives every object another name."""

    def get_available_name(self, name: Any, max_length: Any = None) -> str:
        """Append a suffix."""
        return f"{name}-{max_length}.bin"


class Forgetful(InMemoryStorage):
    """Keeps something else than was saved."""

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, ContentFile(content.read()[:-1]))  # type: ignore[misc, no-any-return]


class Sticky(InMemoryStorage):
    """Deletes nothing, and does not say so."""

    def delete(self, name: Any) -> None:
        """Do nothing."""


class Nameless(InMemoryStorage):
    """Does not say under which name it saved."""

    def save(self, name: Any, content: Any, max_length: Any = None) -> Any:
        """Save, and return nothing."""
        super().save(name, content, max_length)
        no_name: Any = None
        return no_name


class Stuck(InMemoryStorage):
    """Does what it is told, and then never says so; it deletes nothing."""

    is_stuck: ClassVar[bool] = True

    def save(self, name: Any, content: Any, max_length: Any = None) -> str:
        """Save."""
        returned = super().save(name, content, max_length)
        self._fail()
        return returned

    def delete(self, name: Any) -> None:
        """Delete, if at all."""
        self._fail()
        super().delete(name)

    def _fail(self) -> None:
        if self.is_stuck:
            raise TimeoutError(CANARY)


class WriteOnly(InMemoryStorage):
    """Cannot open."""

    def _open(self, name: Any, mode: Any = "rb") -> NoReturn:
        raise NotImplementedError(CANARY)


@contextmanager
def storage(backend: str | type, **options: Any) -> Iterator[Any]:
    """The alias ``media`` stands for a backend while the block runs; gives access to it."""
    if isinstance(backend, type):
        backend = f"{backend.__module__}.{backend.__qualname__}"
    with override_settings(STORAGES={"media": {"BACKEND": backend, "OPTIONS": options}}):
        yield lambda: storages["media"]


@contextmanager
def faulty(step: str, error: BaseException, *, late: bool = False) -> Iterator[Any]:
    """The alias ``media`` stands for a storage that raises at a step while the block runs."""
    before = vars(Faulty).copy()
    Faulty.step, Faulty.error, Faulty.late, Faulty.saved = step, error, late, []
    try:
        with storage(Faulty) as found:
            yield found
    finally:
        for name in ("step", "error", "late", "saved"):
            setattr(Faulty, name, before[name])


def objects(found: Any) -> list[str]:
    """The names of all objects in the folder of ours."""
    return found.listdir(PREFIX)[1] if found.exists(PREFIX) else []
