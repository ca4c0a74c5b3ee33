"""Changed Django settings take over in the process that has imported the old ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from live_exporter import Exporter
from live_exporter.project import sqlite_entry
from reloads import LIFECYCLE, SUCCESSFUL, refused, reloaded, up

BASE = """\
import os
USE_TZ = True
SECRET_KEY = "only-for-tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {{alias: {entry!r} for alias in {aliases!r}}}
"""


class Project:
    """A project whose settings are a package, as many have them: ``shop.settings.production``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "shop" / "settings"
        self.settings.mkdir(parents=True)
        for package in (self.settings.parent, self.settings):
            (package / "__init__.py").touch()
        self.entry = sqlite_entry(folder / "a.db")
        self.base("default")
        self.production("")

    def base(self, *aliases: str, more: str = "") -> None:
        """Write ``shop/settings/base.py``."""
        text = BASE.format(entry=self.entry, aliases=aliases)
        (self.settings / "base.py").write_text(text + more, encoding="utf-8")

    def production(self, more: str) -> None:
        """Write ``shop/settings/production.py``, which takes all from the base."""
        text = f"from shop.settings.base import *\n{more}\n"
        (self.settings / "production.py").write_text(text, encoding="utf-8")

    def daemon(self, *arguments: str, **environ: str) -> Exporter:
        """The daemon on it."""
        settings = "--django.settings=shop.settings.production"
        return Exporter(self.folder, [settings, LIFECYCLE, *arguments], environ)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One with a database."""
    return Project(tmp_path)


@pytest.fixture
def exporter(project: Project) -> Iterator[Exporter]:
    """The daemon on it, whose applications are loaded."""
    with project.daemon() as running:
        running.scrape()
        yield running


def test_split_settings(project: Project, exporter: Exporter) -> None:
    """A module that the settings module takes its values from is read again with it."""
    assert up(exporter) == {"default": 1}
    project.base("default", "added")
    reloaded(exporter)
    assert up(exporter) == {"default": 1, "added": 1}
    project.base("default")
    reloaded(exporter)
    assert up(exporter) == {"default": 1}


def test_same_second_and_size(project: Project, exporter: Exporter) -> None:
    """A change that leaves the file as long and as old as it was is seen."""
    project.base("default", "first_")
    reloaded(exporter)
    project.base("default", "second")
    reloaded(exporter)
    assert set(up(exporter)) == {"default", "second"}


def test_health_check_setting(project: Project, exporter: Exporter) -> None:
    """HEALTH_CHECK is read again: a threshold, a switch, a declaration."""
    project.production(
        "HEALTH_CHECK = {'THRESHOLDS': {'MEMORY': {'WARNING': 0.1, 'CRITICAL': 0.2}},"
        "'CHECKS': {'migrations': False},"
        "'TCP': {'nowhere': {'HOST': '127.0.0.1', 'PORT': 1}}}"
    )
    reloaded(exporter)
    samples = exporter.scrape()
    states = samples.labelled("django_health_check_status", "check")
    assert states["system"] == 0
    assert states["tcp"] == 0
    assert "migrations" not in states


def test_what_is_read_at_run_time(project: Project, exporter: Exporter) -> None:
    """Checks that look at Django's settings in their run find the new ones."""
    finding = "django_health_configuration_finding"
    assert exporter.scrape().labelled(finding, "finding")["debug"] == 0
    project.production("DEBUG = True")
    reloaded(exporter)
    assert exporter.scrape().labelled(finding, "finding")["debug"] == 1


def test_caches_and_storages(project: Project, exporter: Exporter, tmp_path: Path) -> None:
    """What Django makes of its settings is made of the new ones: a cache by alias, a storage."""
    for name in ("first", "second"):
        files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        files["OPTIONS"] = {"location": str(tmp_path / name)}  # type: ignore[assignment]
        table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": name}
        with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
            connection.execute(f"CREATE TABLE {name} (cache_key, value, expires)")
        static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        project.production(
            f"STORAGES = {{'default': {files!r}, 'staticfiles': {static!r}}}\n"
            f"CACHES = {{'table': {table!r}}}\n"
            "HEALTH_CHECK = {'STORAGE': {'media': {'ALIAS': 'default'}}}"
        )
        reloaded(exporter)
        samples = exporter.scrape()
        assert samples.labelled("django_health_storage_up", "storage") == {"media": 1}
        assert samples.labelled("django_health_cache_up", "cache") == {"table": 1}
        assert (tmp_path / name).is_dir()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = (", "'(' was never closed (production.py:2)"),
        ("raise ValueError('postgres://u:canary-secret@h/x')", "ValueError at production.py:2"),
        ("import no_such_module", "there is no module 'no_such_module'"),
        ("import os\nos.environ['NOT_THERE']", "variable 'NOT_THERE' is missing (production.py:3)"),
        ("import sys\nsys.exit('canary-secret')", "SystemExit at production.py:3"),
        ("TIME_ZONE = 'Canary/Secret'", "ValueError"),
        ("HEALTH_CHECK = {'TIMEOUT': 3}", "HEALTH_CHECK: unknown key 'timeout'"),
        ("CACHES = {'x': {'BACKEND': 'no'}}", "CACHES['x']"),
        ("HEALTH_CHECK = {'CUSTOM_CHECKS': ['shop.no']}", "shop.no"),
    ],
)
def test_bad_settings_keep_the_old(
    project: Project, exporter: Exporter, text: str, reason: str
) -> None:
    """What is wrong is told in one line without a secret; all goes on, and can be mended."""
    project.base("default", "added", more="DEBUG = True\n")
    project.production(text)
    told = refused(exporter)
    assert reason in told
    assert "anary" not in told + exporter.log
    samples = exporter.scrape()
    assert samples(SUCCESSFUL) == 0
    assert samples.labelled("django_health_database_up", "database") == {"default": 1}
    finding = samples.labelled("django_health_configuration_finding", "finding")
    assert finding["debug"] == 0
    project.production("")
    reloaded(exporter)
    assert set(up(exporter)) == {"default", "added"}


def test_applications_that_are_loaded(project: Project, exporter: Exporter) -> None:
    """Others cannot be loaded any more, which is said with the remedy."""
    for text in (
        "INSTALLED_APPS = [*INSTALLED_APPS, 'django.contrib.sessions']",
        "INSTALLED_APPS = ['django.contrib.contenttypes']",
        "AUTH_USER_MODEL = 'shop.User'",
    ):
        project.production(text)
        name = text.partition(" ")[0]
        assert refused(exporter) == (
            f"{name} has changed, and the applications are loaded, which a process can do only "
            "once: restart the daemon"
        )
        assert up(exporter) == {"default": 1}


def test_applications_that_are_not_loaded(project: Project) -> None:
    """As long as nothing has loaded them, they may change."""
    off = [f"--no-collector.{name}" for name in ("celery", "configuration", "migrations")]
    with project.daemon(*off) as exporter:
        project.production("INSTALLED_APPS = ['django.contrib.contenttypes']")
        reloaded(exporter)
        assert up(exporter) == {"default": 1}


def test_files_with_variables(project: Project) -> None:
    """What settings took from ``.env`` into the environment the last time does not stay there."""
    reader = (
        "for line in open('.env'):\n"
        "    name, _, value = line.strip().partition('=')\n"
        "    os.environ.setdefault(name, value)\n"
        "DATABASES = {alias: DATABASES['default'] for alias in os.environ['ALIASES'].split()}\n"
        "HEALTH_CHECK = {'REQUIRED_ENV': ['ALIASES']}\n"
    )
    project.base("default", more=reader)
    variables = project.folder / ".env"
    variables.write_text("ALIASES=default\nTOKEN=1\n", encoding="utf-8")
    with project.daemon() as exporter:
        assert set(up(exporter)) == {"default"}
        variables.write_text("ALIASES=default added\n", encoding="utf-8")
        reloaded(exporter)
        assert set(up(exporter)) == {"default", "added"}
        variables.write_text("TOKEN=1\n", encoding="utf-8")
        assert "variable 'ALIASES' is missing" in refused(exporter)
        assert exporter.scrape().labelled("django_health_check_status", "check")["configuration"]
        assert set(up(exporter)) == {"default", "added"}


def test_variables_that_are_given_win(project: Project) -> None:
    """A reload does not take away what the daemon was started with."""
    more = "os.environ.setdefault('GIVEN', 'file')\nDATABASES[os.environ['GIVEN']] = {}\n"
    project.base("default", more=more.replace("{}", "DATABASES['default']"))
    with project.daemon(GIVEN="started") as exporter:
        reloaded(exporter)
        assert set(up(exporter)) == {"default", "started"}


def test_other_settings_module(project: Project) -> None:
    """The configuration file may name another module."""
    (project.settings / "other.py").write_text(
        "from shop.settings.base import *\nDATABASES['other'] = DATABASES['default']\n",
        encoding="utf-8",
    )
    file = project.folder / "health.yaml"
    file.write_text("django: {settings: shop.settings.production}", encoding="utf-8")
    with Exporter(project.folder, [f"--config.file={file}", LIFECYCLE]) as exporter:
        assert set(up(exporter)) == {"default"}
        file.write_text("django: {settings: shop.settings.other}", encoding="utf-8")
        reloaded(exporter)
        assert set(up(exporter)) == {"default", "other"}
        file.write_text("{}", encoding="utf-8")
        reloaded(exporter)
        assert up(exporter) == {}
        file.write_text("django: {settings: shop.settings.production}", encoding="utf-8")
        reloaded(exporter)
        assert set(up(exporter)) == {"default"}


def test_checks_that_the_settings_register(project: Project) -> None:
    """What a module registers that is imported anew is registered anew, or is not any more."""
    package = project.settings.parent / "__init__.py"
    text = (
        "from django_health import register_health_check\n"
        "@register_health_check(name='own')\n"
        "def own():\n"
        "    return {'status': 'ok', 'answer': ANSWER}\n"
    )

    def answer(exporter: Exporter) -> object:
        return exporter.get("/health/detailed/").json()["checks"].get("own", {}).get("answer")

    package.write_text(text.replace("ANSWER", "1"), encoding="utf-8")
    with project.daemon() as exporter:
        assert answer(exporter) == 1
        package.write_text(text.replace("ANSWER", "2"), encoding="utf-8")
        reloaded(exporter)
        assert answer(exporter) == 2
        other = text.replace("ANSWER", "3") + text.replace("own", "other").replace("ANSWER", "4")
        package.write_text(f"{other}raise ValueError\n", encoding="utf-8")
        refused(exporter)
        assert answer(exporter) == 2
        assert "other" not in exporter.get("/health/detailed/").json()["checks"]
        package.write_text("", encoding="utf-8")
        reloaded(exporter)
        assert answer(exporter) is None


def test_checks_that_a_refused_configuration_imports(project: Project, exporter: Exporter) -> None:
    """They are not asked until a configuration that names them is in force."""
    (project.folder / "own_checks.py").write_text(
        "from django_health import register_health_check\n"
        "@register_health_check(name='own')\n"
        "def own():\n"
        "    return {'status': 'ok'}\n",
        encoding="utf-8",
    )

    def asked() -> bool:
        return "own" in exporter.get("/health/detailed/").json()["checks"]

    project.production("HEALTH_CHECK = {'CUSTOM_CHECKS': ['own_checks.own', 'own_checks.no']}")
    assert "own_checks has no 'no'" in refused(exporter)
    assert not asked()
    project.production("HEALTH_CHECK = {'CUSTOM_CHECKS': ['own_checks.own']}")
    reloaded(exporter)
    assert asked()
