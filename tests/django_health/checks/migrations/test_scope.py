"""Which applications a database is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import router

from django_health.checks.migrations.scope import Scope, is_migrated, routers, scope_of
from django_health.failure import CheckFailed
from django_health.result import Reason
from migrated import disk_of, key, shop_installed

BOTH = frozenset({"orders", "archive"})

pytestmark = pytest.mark.usefixtures("django_project")


class Router:
    """Answers as it is told, and notes what it was asked."""

    def __init__(self, answer: Callable[[str, str], bool | None]) -> None:
        self.answer = answer
        self.hints: list[dict[str, object]] = []

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """As Django asks."""
        self.hints.append(hints)
        return self.answer(db, app_label)


class Reader:
    """A router with nothing to say about migrations."""


@pytest.fixture
def shop() -> Iterator[None]:
    """The sample project's applications and its router."""
    with shop_installed():
        yield


def scope(alias: str, *chain: object) -> Scope:
    """What routers say of a database."""
    with shop_installed(DATABASE_ROUTERS=list(chain)):
        return scope_of(alias, "sqlite", BOTH)


@pytest.mark.usefixtures("shop")
def test_router_tells_the_applications_of_each_database() -> None:
    """The sample project keeps its archive elsewhere."""
    assert scope_of("default", "sqlite", BOTH) == Scope(frozenset({"orders"}), is_chosen=True)
    assert scope_of("archive", "sqlite", BOTH) == Scope(frozenset({"archive"}), is_chosen=True)


@pytest.mark.usefixtures("shop")
def test_applications_without_migrations_are_not_asked_about() -> None:
    """There is nothing to apply."""
    assert scope_of("default", "sqlite", {"archive"}).apps == frozenset()


def test_without_routers_all_may_migrate_and_nobody_chose_it() -> None:
    """As Django has it."""
    assert scope("other") == Scope(BOTH, is_chosen=False)


def test_router_without_an_answer_leaves_it_to_the_next() -> None:
    """Be it that it has no such method, or that it returns None."""
    indifferent = Router(lambda *_: None)
    strict = Router(lambda _, app: app == "archive")
    assert scope("other", Reader(), indifferent) == Scope(BOTH, is_chosen=False)
    assert scope("other", Reader(), indifferent, strict) == Scope(
        frozenset({"archive"}), is_chosen=True
    )


def test_routers_are_asked_as_django_asks_them() -> None:
    """With the model and its name."""
    asked = Router(lambda *_: True)
    scope("default", asked)
    assert [hint["model_name"] for hint in asked.hints] == ["order", "archivedorder"]
    assert all(isinstance(hint["model"], type) for hint in asked.hints)


def test_application_without_tables_is_asked_about_by_its_label() -> None:
    """Its migrations may run SQL, for which Django asks so; but that chooses no database."""
    asked = Router(lambda db, _: db == "default")
    with shop_installed(DATABASE_ROUTERS=[asked]), pytest.MonkeyPatch.context() as patch:
        from shop.archive.models import ArchivedOrder  # type: ignore[import-not-found]
        from shop.orders.models import Order  # type: ignore[import-not-found]

        patch.setattr(ArchivedOrder._meta, "managed", False)
        patch.setattr(Order._meta, "managed", False)
        assert scope_of("default", "sqlite", BOTH) == Scope(BOTH, is_chosen=False)
        assert scope_of("other", "sqlite", BOTH) == Scope(frozenset(), is_chosen=False)
    assert asked.hints == [{}] * 4


def test_router_that_fails_is_misconfigured_and_its_text_is_not_told() -> None:
    """It is the project's own code."""

    def fail(*_: str) -> bool:
        raise RuntimeError("canary")

    with pytest.raises(CheckFailed, match=r"^DATABASE_ROUTERS fail: RuntimeError at ") as caught:
        scope("default", Router(fail))
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "canary" not in repr(caught.value.outcome())


def test_router_that_cannot_be_imported_is_misconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module that is missing is named."""
    monkeypatch.setattr(router, "_routers", ["nosuch.Router"])
    monkeypatch.delitem(vars(router), "routers", raising=False)
    with pytest.raises(CheckFailed, match=r"^DATABASE_ROUTERS fail: there is no module 'nosuch'$"):
        routers()


@pytest.mark.parametrize(
    ("alias", "is_chosen", "row", "expected"),
    [
        ("default", False, "", True),
        ("other", False, "", False),
        ("other", True, "", True),
        ("other", False, "orders.1", True),
        ("other", False, "orders.of_somebody_else", False),
        ("other", False, "contenttypes.1", False),
    ],
)
def test_database_is_migrated_that_is_default_or_chosen_or_has_been(
    alias: str, is_chosen: bool, row: str, expected: bool
) -> None:
    """Another Django project's database holds migrations of Django's own applications too."""
    disk = disk_of({"orders.1": (), "contenttypes.1": ()})
    applications = ["shop.orders", "django.contrib.contenttypes"]
    with shop_installed(INSTALLED_APPS=applications):
        rows = [key(row)] if row else []
        assert is_migrated(alias, Scope(BOTH, is_chosen), disk, rows) is expected
