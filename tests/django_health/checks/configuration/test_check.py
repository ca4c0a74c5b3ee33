"""The checks of the component ``configuration`` all together, in projects of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from django_health.checks.configuration.check import configuration_checks
from django_health.settings import HealthSettings
from django_projects import cache, database
from lenders import LendingDatabase
from live_servers import MariaDB, PostgreSQL

CANARY = "canary_Pässwörd"

SETTINGS = """
SECRET_KEY = "{canary}-key"
SECRET_KEY_FALLBACKS = ["{canary}-old"]
DEBUG = False
ALLOWED_HOSTS = ["{canary}.example.com", "*"]
INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
ROOT_URLCONF = "shop.urls"
USE_TZ = True
DATABASES = {databases}
CACHES = {{
    "default": {{"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "pages": {{
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "{canary}_table",
    }},
}}
"""

APPLICATION = """
from django.apps import AppConfig
from django.core.checks import Error, register


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        from shop import models


@register(deploy=True)
def check(app_configs, **kwargs):
    return [Error("{canary}", hint="{canary}", obj="{canary}", id="shop.E001")]
"""

SCRIPT = """
import json, logging, os, sys
logging.basicConfig(level=logging.DEBUG)
from django.conf import settings
from django_health.engine import Engine
from django_health.metrics import health_families
from django_health.registry import build_checks
from django_health.settings import settings_from
from django_health.sources.django_settings import targets_from_django

others = ("migrations", "celery", "system")
given = {"REQUIRED_ENV": ["SHOP_TOKEN", "SHOP_MISSING"], "CHECKS": dict.fromkeys(others, False)}
health = settings_from(given, "HEALTH_CHECK")
checks = build_checks(targets_from_django(), health, in_django=True)
engine = Engine([check for check in checks if check.name == "configuration"])
report = engine.run(deadline=60.0)
figures = [str(sample) for family in health_families(report, health) for sample in family.samples]
parts = {
    result.part: {
        "status": result.status, "reason": result.outcome.reason,
        "message": result.outcome.message, "details": result.outcome.details,
        "all": repr(result),
    }
    for result in report.results
}
print(json.dumps({"parts": parts, "figures": figures, "checks": repr(checks)}))
engine.close()
"""


def run_project(folder: Path, databases: dict[str, Any]) -> dict[str, Any]:
    """Run the component's checks in a fresh project, and return what they say by part."""
    texts = {
        "settings.py": SETTINGS.format(canary=CANARY, databases=repr(databases)),
        "shop/__init__.py": "",
        "shop/apps.py": APPLICATION.format(canary=CANARY),
        "shop/models.py": "",
        "shop/urls.py": "urlpatterns = []",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings",
        "SHOP_TOKEN": CANARY,
        "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=folder,
        env=environ,
        capture_output=True,
        check=False,
        timeout=100,
    )
    output = (run.stdout + run.stderr).decode()
    assert run.returncode == 0, output
    assert "canary" not in output
    parts: dict[str, Any] = json.loads(run.stdout)["parts"]
    return parts


def of_server(engine: str, server: PostgreSQL | MariaDB) -> dict[str, Any]:
    """What DATABASES says about a server."""
    return {
        "ENGINE": f"django.db.backends.{engine}",
        "NAME": server.database,
        "USER": server.user,
        "PASSWORD": server.password,
        "HOST": server.host,
        "PORT": server.port,
    }


def test_a_project_is_judged_without_a_value_of_its_settings(
    tmp_path: Path, postgresql: PostgreSQL, mariadb: MariaDB
) -> None:
    """Neither in a result nor on the output, by all parts, with the daemon's way of loading."""
    parts = run_project(
        tmp_path,
        {
            "default": of_server("postgresql", postgresql),
            "legacy": of_server("mysql", mariadb),
        },
    )
    assert list(parts) == [
        "system_checks",
        "settings",
        "environment",
        "database/default",
        "database/legacy",
        "cache/pages",
    ]
    found = parts["system_checks"]
    assert found["status"] == "warning"
    assert found["details"]["levels"]["error"] == 1
    assert found["details"]["ids"][0] == "shop.E001"
    assert {"security.W004", "security.W009", "security.W025"} <= set(found["details"]["ids"])
    assert parts["settings"]["details"] == {
        "debug": False,
        "weak_secret_key": True,
        "weak_secret_key_fallbacks": True,
        "no_allowed_hosts": False,
        "any_allowed_host": True,
    }
    assert parts["environment"]["status"] == "error"
    assert parts["environment"]["details"]["missing"] == ["SHOP_MISSING"]
    for alias in ("default", "legacy"):
        assert abs(parts[f"database/{alias}"]["details"]["clock_skew_seconds"]) < 2
    assert parts["cache/pages"]["details"] == {"table_exists": False}


def test_a_database_that_is_away_fails_its_own_parts_alone(tmp_path: Path) -> None:
    """The others are told as usual."""
    server = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "PASSWORD": CANARY}
    parts = run_project(tmp_path, {"default": {**server, "HOST": "127.0.0.1", "PORT": 1}})
    assert {
        part: found["reason"] for part, found in parts.items() if found["status"] == "error"
    } == {
        "environment": "misconfigured",
        "database/default": "refused",
        "cache/pages": "refused",
    }
    assert parts["system_checks"]["status"] == "warning"


@pytest.mark.usefixtures("django_project")
def test_there_is_a_part_for_what_there_is(lender: LendingDatabase) -> None:
    """SQLite has no clock of its own; a cache whose database is not watched is not asked."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    lenders = {lender.target: lender}
    with database(lender.target), cache("pages", BACKEND=backend, LOCATION="t"):
        checks = configuration_checks(HealthSettings(), lenders)
        parts = [check.part for check in checks]
        clock = [] if lender.vendor == "sqlite" else [f"database/{lender.target}"]
        assert parts == ["system_checks", "settings", *clock]
        checks = configuration_checks(
            HealthSettings(required_env=["A"]), {**lenders, "default": lender}
        )
    assert "environment" in [check.part for check in checks]
    assert checks[-1].part == "cache/pages"
    assert {check.name for check in checks} == {"configuration"}
    assert {check.target for check in checks} == {""}
    assert [check.part for check in checks if check.critical] == ["environment"]


@pytest.mark.usefixtures("django_project")
def test_timeouts_are_those_of_the_settings(server_lender: LendingDatabase) -> None:
    """A database's for what asks a database, the external one for the system checks."""
    settings = HealthSettings()
    checks = configuration_checks(settings, {server_lender.target: server_lender})
    timeouts = {check.part: check.timeout for check in checks}
    assert timeouts["system_checks"] == settings.timeouts.external
    assert timeouts[f"database/{server_lender.target}"] == settings.timeouts.database
