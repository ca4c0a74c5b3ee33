"""The package's public names, and what importing it does not do."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import pytest

import django_health

HEAVY = {
    "click",
    "django",
    "msgspec",
    "prometheus_client",
    "psutil",
    "psycopg",
    "pymemcache",
    "pymysql",
    "redis",
    "tornado",
    "yaml",
}


def _modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    folder = str(django_health.__path__[0]).removesuffix("/django_health")
    program = (
        f"import sys; sys.path.insert(0, {folder!r}); {statement}; "
        "import json; print(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )
    return set(json.loads(run.stdout))


def test_importing_the_package_imports_nothing_heavy() -> None:
    """No driver, no Prometheus client, no Django, no command line: they load when needed."""
    loaded = _modules_after("import django_health")
    assert "django_health" in loaded
    assert loaded & HEAVY == set()


def test_importing_the_engine_imports_no_driver() -> None:
    """What runs checks knows nothing of what they ask."""
    loaded = _modules_after("import django_health.engine, django_health.registry")
    assert loaded & HEAVY == {"msgspec"}


def test_importing_a_name_imports_what_it_needs_alone() -> None:
    """The collector brings the Prometheus client, and no driver."""
    loaded = _modules_after("from django_health import HealthMetricsCollector")
    assert loaded & HEAVY == {"msgspec", "prometheus_client"}


@pytest.mark.parametrize("name", sorted(set(django_health.__all__) - {"__version__"}))
def test_every_public_name_is_there(name: str) -> None:
    """A name in the list loads, and is the one of its module."""
    place = import_module(f"django_health.{django_health._PLACES[name]}")
    assert getattr(django_health, name) is getattr(place, name)


def test_list_of_names_is_that_of_the_places() -> None:
    """No name can be loaded that is not told, and none is told that cannot be loaded."""
    assert set(django_health.__all__) == {*django_health._PLACES, "__version__"}
    assert dir(django_health) == sorted(django_health.__all__)


def test_name_that_is_not_there_is_an_attribute_error() -> None:
    """``hasattr`` and ``from django_health import`` behave as usual."""
    assert not hasattr(django_health, "Nothing")


@pytest.mark.parametrize("name", ["collectors", "exporter"])
def test_source_roots_are_no_packages(name: str) -> None:
    """Or the library could be imported twice, under two names.

    Where it is installed, that is: here the tests have the project's folder on their path, for what
    makes the dashboards.
    """
    program = f"from importlib.util import find_spec; print(find_spec({name!r}))"
    run = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, check=True, timeout=60
    )
    assert run.stdout == b"None\n"
    assert not any(module.split(".")[0] == name for module in sys.modules)
