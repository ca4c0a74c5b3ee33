"""What a dotted path in a setting leads to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.custom.paths import CheckPath, found_at
from django_health.errors import ImportPathError

CANARY = "canary-hunter2"

MODULES = {
    "bookshop/__init__.py": "",
    "bookshop/health.py": """
from collections import OrderedDict
from django_health.check import BaseHealthCheck
from functools import partial
class Payments(BaseHealthCheck):
    name = "payments"
    def check(self):
        return {"status": "ok"}
stock = Payments()
def orders(): ...
def _private(): ...
LIMIT = 5
nothing = None
""",
    "bookshop/lazy.py": f"""
class Lazy:
    __class__ = property(lambda self: 1 / 0)
    def __getattr__(self, name):
        raise RuntimeError("{CANARY}")
def orders(): ...
later = Lazy()
def __getattr__(name):
    if name == "leaves":
        raise SystemExit("{CANARY}")
    if name == "gone":
        raise AttributeError("{CANARY}")
    raise RuntimeError("{CANARY}")
""",
    "bookshop/broken.py": f"password = '{CANARY}'\nraise RuntimeError(password)",
    "bookshop/exits.py": f"raise SystemExit('{CANARY}')",
    "bookshop/syntax.py": f"password = '{CANARY}' +",
    "bookshop/needy.py": "import no_such_driver",
}


@pytest.fixture(autouse=True)
def _bookshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of the project."""
    (tmp_path / "bookshop").mkdir()
    for name, text in MODULES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "bookshop"]:
        del sys.modules[name]


def _error_at(path: str) -> str:
    with pytest.raises(ImportPathError) as caught:
        found_at(CheckPath(path))
    assert CANARY not in str(caught.getrepr())
    return str(caught.value)


@pytest.mark.parametrize("separator", [".", ":"])
@pytest.mark.parametrize("name", ["Payments", "stock", "orders", "_private", "LIMIT"])
def test_path_leads_to_what_it_names(name: str, separator: str) -> None:
    """With a dot or a colon before the name; whether it is a check is not asked here."""
    found = found_at(CheckPath(f"bookshop.health{separator}{name}"))
    assert found is getattr(sys.modules["bookshop.health"], name)


def test_error_names_the_setting_and_the_path() -> None:
    """There may be several of both."""
    with pytest.raises(ImportPathError, match=r"^health_custom_checks: 'a.b': there is no module"):
        found_at(CheckPath("a.b", "health_custom_checks"))
    assert _error_at("nowhere.b").startswith("HEALTH_CHECK['CUSTOM_CHECKS']: 'nowhere.b': ")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("bookshop.health.Payment", "bookshop.health has no 'Payment', did you mean 'Payments'?"),
        ("bookshop.health.xyz", "has no 'xyz', there are Payments, orders, stock"),
        ("bookshop.health.nothing", "has no 'nothing', there are Payments, orders, stock"),
        ("bookshop.heatlh.orders", "no module 'bookshop.heatlh', did you mean 'health'?"),
        (
            "bookshop.xyz.orders",
            "no module 'bookshop.xyz', there are broken, exits, health, lazy, needy, syntax",
        ),
        ("bookshop.health.deep.orders", "there is no module 'bookshop.health.deep'"),
        ("bokshop.health.orders", "there is no module 'bokshop', did you mean 'bookshop'?"),
        ("bookshop.needy.x", "needs the module 'no_such_driver', which is not installed"),
        ("bookshop.broken.x", "bookshop.broken cannot be imported: RuntimeError at broken.py:2"),
        ("bookshop.exits.x", "bookshop.exits cannot be imported: SystemExit at exits.py:1"),
        ("bookshop.syntax.x", "bookshop.syntax cannot be imported: SyntaxError"),
        ("bookshop.lazy.x", "bookshop.lazy gives no 'x': RuntimeError at lazy.py:13"),
        ("bookshop.lazy.leaves", "bookshop.lazy gives no 'leaves': SystemExit at lazy.py:10"),
        ("bookshop.lazy.gone", "bookshop.lazy has no 'gone', there are orders"),
        ("orders", "it is no dotted path like shop.health.PaymentsCheck"),
        ("", "it is no dotted path"),
        (".", "it is no dotted path"),
        ("bookshop..orders", "it is no dotted path"),
        ("bookshop.health.orders()", "it is no dotted path"),
        ("../bookshop/health.py", "it is no dotted path"),
    ],
)
def test_path_that_leads_to_nothing_is_explained(path: str, said: str) -> None:
    """By what there is in its place, and never by the text of another's exception."""
    assert said in _error_at(path)


def test_path_to_a_module_is_told_what_is_in_it() -> None:
    """A check is one thing in it."""
    found_at(CheckPath("bookshop.health.orders"))
    said = _error_at("bookshop.health")
    assert said.endswith("it is a module; the checks in it are: Payments, orders, stock")
