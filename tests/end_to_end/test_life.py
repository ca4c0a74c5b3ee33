"""How the daemon starts, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from live_exporter import Answer, Exporter, run_command, sqlite_entry, write_settings
from live_servers import SilentListener, free_port

SILENCE = 3.0
"""Seconds that a check of the silent server may take in these tests."""


TABLE = """
class Router:
    def db_for_write(self, model, **hints):
        raise RuntimeError("canary")
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere"}}
CACHES = {"x": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "t"}}
"""
FAILING = """
def fail(*_):
    raise RuntimeError("canary")
class Odd:
    __str__ = fail
REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://h"}
"""


def _url(port: int) -> str:
    return f"postgres://app:canary-secret@127.0.0.1:{port}/app"


def test_starts_with_everything_down(tmp_path: Path) -> None:
    """With nothing there to answer, it serves, says what is down, and stays ready."""
    environ = {
        "DATABASE_URL": _url(free_port()),
        "DATABASE_URL_REPORTS": f"mysql://app:canary-secret@127.0.0.1:{free_port()}/app",
        "CACHE_URL": f"redis://:canary-secret@127.0.0.1:{free_port()}/0",
        "CACHE_URL_SESSIONS": f"memcached://127.0.0.1:{free_port()}",
    }
    with Exporter(tmp_path, environ=environ) as exporter:
        samples = exporter.scrape()
        assert samples.labelled("django_health_database_up", "database") == {
            "default": 0,
            "reports": 0,
        }
        assert samples.labelled("django_health_cache_up", "cache") == {"default": 0, "sessions": 0}
        assert set(samples.labelled("django_health_database_error", "reason")) == {"refused"}
        assert exporter.get("/-/healthy").status == 200
        assert exporter.get("/-/ready").status == 200
        command_line = Path(f"/proc/{exporter.process.pid}/cmdline").read_text(encoding="utf-8")
        assert "canary" not in exporter.log + command_line


def test_nothing_configured(tmp_path: Path) -> None:
    """Without any configuration the host alone is watched, and the log says so."""
    with Exporter(tmp_path) as exporter:
        samples = exporter.scrape()
        assert set(samples.labelled("django_health_check_state", "check")) == {"system"}
        assert "only the host is watched" in exporter.log
        assert "\nTraceback" not in exporter.log


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_ends_with_the_request_in_flight_answered(tmp_path: Path, signum: signal.Signals) -> None:
    """A signal lets the scrape under way be answered, then the daemon ends with 0."""
    with SilentListener() as silent:
        environ = {"DATABASE_URL": _url(silent.port), "HEALTH_DB_TIMEOUT": str(SILENCE)}
        with Exporter(tmp_path, environ=environ) as exporter:
            answers: list[Answer] = []
            scrape = threading.Thread(target=lambda: answers.append(exporter.get("/metrics")))
            scrape.start()
            while not silent.accepted:
                time.sleep(0.01)
            exporter.process.send_signal(signum)
            assert exporter.process.wait(20) == 0
            scrape.join()
    assert answers[0].status == 200
    assert b'django_health_database_error{database="default",reason="timeout"} 1.0' in (
        answers[0].body
    )


def test_config_check(tmp_path: Path) -> None:
    """``--config.check`` exits with 0 and names what was found, without connecting."""
    with SilentListener() as silent:
        ended = run_command(tmp_path, "--config.check", DATABASE_URL=_url(silent.port))
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "1 target" in ended.stdout
        assert silent.accepted == 0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "databases: {default: {urll: 'x'}}",
            "databases.default: unknown key 'urll', did you mean 'url'?",
        ),
        ("treshold: {}", "unknown key 'treshold', did you mean 'thresholds'?"),
        ("thresholds: {cpu: {warning: 70, critical: 190}}", "thresholds.cpu.critical"),
        ("databases: {default: {url: '${CANARY_DB}'}}", "'CANARY_DB' is not set"),
        ("databases: [", "settings.yaml:1:"),
        ("- a list", "a mapping of sections is expected"),
        ("databases: {x: {engine: postgres}}", "did you mean 'postgresql'?"),
        ("databases: {x: {url: 'postgres://app:canary#pass@127.0.0.1/db'}}", "databases.x.url"),
        ("databases: {x: {name: db}}", "databases.x: say where it is"),
        ("caches: {x: {backend: redis}}", "caches.x: say where it is"),
        ("web: {listen_addresses: ['nonsense']}", "nonsense"),
        ("django: {settings: no.such.module}", "there is no module 'no'"),
    ],
)
def test_bad_file(tmp_path: Path, text: str, complaint: str) -> None:
    """A bad file is one line on stderr that names place and remedy, and exit code 2."""
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    ended = run_command(tmp_path, "--config.check", "--config.file=settings.yaml")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1
    assert complaint in ended.stderr
    assert "canary#" not in ended.stderr


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ("import no_such_package", "there is no module 'no_such_package'"),
        ("import os\nKEY = os.environ['CANARY_KEY']", "'CANARY_KEY' is missing (broken.py:2)"),
        ("raise RuntimeError('canary')", "RuntimeError at broken.py:1"),
        ("raise KeyError('canary')", "KeyError at broken.py:1"),
        ("import sys\nsys.exit('canary')", "SystemExit at broken.py:2"),
        ("DATABASES = []", "DATABASES must be a dictionary"),
        (f"{TABLE}DATABASE_ROUTERS = ['nosuch.Router']", "DATABASE_ROUTERS fail with ModuleNotF"),
        (f"{TABLE}DATABASE_ROUTERS = ['broken.Router']", "DATABASE_ROUTERS fail with RuntimeError"),
        (f"{FAILING}CACHES = {{'x': {{**REDIS, 'KEY_FUNCTION': fail}}}}", "['KEY_FUNCTION'] fails"),
        (f"{FAILING}CACHES = {{'x': {{**REDIS, 'LOCATION': Odd()}}}}", "must be a server"),
        (f"{FAILING}CACHES = {{'x': {{**REDIS, 'KEY_PREFIX': Odd()}}}}", "RuntimeError at broken"),
        ("DATABASES = {", "broken.py:1"),
    ],
)
def test_bad_settings_module(tmp_path: Path, settings: str, complaint: str) -> None:
    """A settings module that fails to import is one clear line and exit code 2."""
    (tmp_path / "broken.py").write_text(settings, encoding="utf-8")
    ended = run_command(tmp_path, "--django.settings=broken")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert complaint in ended.stderr
    assert "canary" not in ended.stderr


WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None
from django_health_exporter.cli import main
main()
"""


def test_missing_django(tmp_path: Path) -> None:
    """A cache that only Django can reach is refused by ``--config.check`` where there is none."""
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, "--config.check"],
        env={"CACHE_URL": "dbcache://t"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "Error: the cache 'default' needs a package that is not installed: "
        "pip install 'django-health-exporter[django]'\n"
    )


def test_bad_django_health_check(tmp_path: Path) -> None:
    """A wrong key in Django's ``HEALTH_CHECK`` is one line and exit code 2."""
    entry = sqlite_entry(tmp_path / "db.sqlite3")
    health = {"THRESHOLDS": {"cpu": {"warning": 50, "criticl": 60}}}
    write_settings(tmp_path, "misspelt", DATABASES={"default": entry}, HEALTH_CHECK=health)
    ended = run_command(tmp_path, "--django.settings=misspelt")
    assert ended.returncode == 2
    assert "HEALTH_CHECK: thresholds.cpu: unknown key 'criticl'" in ended.stderr


def test_taken_address(tmp_path: Path) -> None:
    """An address that another program listens on is one line and exit code 2."""
    with SilentListener() as other:
        ended = run_command(tmp_path, f"--web.listen-address=127.0.0.1:{other.port}")
    assert ended.returncode == 2
    assert f"127.0.0.1:{other.port}" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
