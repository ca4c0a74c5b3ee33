"""Which way of asking a BACKEND gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.sources.backends import NAMES, Backend, backend_of
from django_health.targets import TargetError

BASE = "from django.core.cache.backends"


@pytest.fixture
def derived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which modules can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(("path", "backend"), NAMES.items())
def test_well_known_backends_need_no_import(path: str, backend: Backend) -> None:
    """Also those whose package is not installed."""
    assert backend_of(path, "X") is backend


@pytest.mark.parametrize(
    ("number", "text", "backend"),
    [
        (1, f"{BASE}.redis import RedisCache as B\nclass C(B):\n x = 1", Backend.REDIS),
        (2, f"{BASE}.redis import RedisCache as B\nclass C(B):\n _cache = 1", Backend.OTHER),
        (3, f"{BASE}.locmem import LocMemCache as B\nclass C(B):\n _cache = 1", "local-memory"),
        (4, f"{BASE}.base import BaseCache as B\nclass C(B):\n x = 1", Backend.OTHER),
        (5, "import no_such_driver", Backend.OTHER),
        (6, "from django_redis.cache import RedisCache\nclass C(RedisCache): ...", "django-redis"),
    ],
)
def test_a_derived_backend_is_what_it_derives_from(
    number: int, text: str, backend: str, derived: Path
) -> None:
    """Unless it reaches its servers in a way of its own; local memory stays local."""
    (derived / f"derived_{number}.py").write_text(text)
    assert backend_of(f"derived_{number}.C", "X") == backend


@pytest.mark.parametrize("path", ["no_such_package.Cache", "json.Cache", "Cache", "locmem://"])
def test_a_wrong_path_names_its_place(path: str) -> None:
    """The error holds the place and the remedy."""
    with pytest.raises(TargetError, match=r"^CACHES\['x'\]\['BACKEND'\] names no cache backend"):
        backend_of(path, "CACHES['x']['BACKEND']")
