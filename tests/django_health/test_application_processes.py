"""The application in processes that fork, end, and run Django's own tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import django_health
from live_servers import PostgreSQL, Redis

SOURCES = Path(django_health.__file__).parent.parent

SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "django_health"]
USE_TZ = True
DATABASES = {databases!r}
CACHES = {caches!r}
LOGGING = {{
    "version": 1,
    "handlers": {{"null": {{"class": "logging.NullHandler"}}}},
    "root": {{"handlers": ["null"]}},
}}
OFF = dict.fromkeys(["system", "celery", "migrations", "configuration"], False)
HEALTH_CHECK = {{"CHECKS": OFF}}
"""

MEMORY = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def _lines(
    folder: Path, program: str, databases: object = MEMORY, caches: object = LOCAL
) -> list[str]:
    """What a program of a project prints, where it ends well and in time."""
    (folder / "project_settings.py").write_text(SETTINGS.format(databases=databases, caches=caches))
    (folder / "program.py").write_text(f"import django\ndjango.setup()\n{program}")
    done = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        cwd=folder,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "project_settings",
            "PYTHONPATH": os.pathsep.join([str(folder), str(SOURCES)]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout.splitlines()


FORK = """
import gc, os, sys, threading, time
from django_health.application import application

def connections(asked):
    return [slot.check._kept.current for slot in asked.engine._slots]

def ask(who):
    report = application().engine.run(deadline=20)
    print(who, report.status, *report.components, flush=True)
    return application()

parent = ask("parent")
kept = connections(parent)
parent.engine._walkers.close()  # as what a thread holds on to would be kept in the child for good
while threading.active_count() > 1:
    time.sleep(0.01)
child = os.fork()
if child == 0:
    own = ask("child")
    print("own", own is not parent, not set(connections(own)) & set(kept), flush=True)
    del parent, kept  # what the parent has must not end with what the child knows of it
    gc.collect()
    sys.exit(0)
print("ended", os.waitpid(child, 0)[1])
print("same", ask("parent") is parent, connections(parent) == kept)
"""


def test_forked_child_makes_its_own(
    tmp_path: Path, postgresql: PostgreSQL, redis_server: Redis
) -> None:
    """The parent's connections outlive the child, and go on working."""
    databases = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": postgresql.database,
            "USER": postgresql.user,
            "PASSWORD": postgresql.password,
            "HOST": postgresql.host,
            "PORT": postgresql.port,
        }
    }
    caches = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://{redis_server.host}:{redis_server.port}",
        }
    }
    assert _lines(tmp_path, FORK, databases, caches) == [
        "parent ok database cache",
        "child ok database cache",
        "own True True",
        "ended 0",
        "parent ok database cache",
        "same True True",
    ]


LOCKED = """
import os, sys, threading
from django_health.application import _process, application

held, go_on = threading.Event(), threading.Event()

def hold():
    with _process._lock:
        held.set()
        go_on.wait()

threading.Thread(target=hold, daemon=True).start()
held.wait()
if os.fork() == 0:
    print(application().report().status, flush=True)
    sys.exit(0)
print(os.wait()[1])
go_on.set()
print(application().report().status)
"""


def test_fork_in_the_midst_of_something_locks_no_child(tmp_path: Path) -> None:
    """The thread that held the lock is not there any more."""
    assert _lines(tmp_path, LOCKED) == ["ok", "0", "ok"]


TESTS = """
import unittest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.test.utils import get_runner
from django_health.checkers import CacheHealthChecker, DatabaseHealthChecker, get_health_status

class HealthTest(TestCase):
    def test_health(self):
        ContentType.objects.create(app_label="x", model="y")  # now a transaction has written
        print(get_health_status()["status"])
        print({name: check["status"] for name, check in get_health_status()["checks"].items()})
        database = DatabaseHealthChecker().check_database()
        # Django's name for it has parameters, which are not shown; ":memory:" would be.
        print(database["status"], database["connection_info"]["database"])
        print(CacheHealthChecker().test_cache_operations()["overall_status"])
        print(CacheHealthChecker().check_all_caches()["default"]["backend"])
        with self.settings(HEALTH_CHECK={"CHECKS": {**settings.OFF, "cache": False}}):
            print(list(get_health_status()["checks"]))
        print(list(get_health_status()["checks"]))

runner = get_runner(settings)(verbosity=0)
before = runner.setup_databases()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(HealthTest)
with open("log", "w") as log:
    print(unittest.TextTestRunner(log).run(suite).wasSuccessful())
runner.teardown_databases(before)
"""


def test_in_a_test_of_django_with_nothing_but_memory(tmp_path: Path) -> None:
    """No server is needed, and the database of the tests is the one that is asked."""
    lines = _lines(tmp_path, TESTS)
    assert lines == [
        "healthy",
        "{'database': 'healthy', 'cache': 'healthy'}",
        "ok ***",
        "ok",
        "local-memory",
        "['database']",
        "['database', 'cache']",
        "True",
    ], (tmp_path / "log").read_text()


END = """
import threading
from django_health.application import application
from django_health.check import BaseHealthCheck
from django_health.custom.registration import register_health_check

def hang(self):
    threading.Event().wait()

@register_health_check
class Hangs(BaseHealthCheck):
    name = "hangs"
    timeout = 0.2
    check = cancel = close = hang

@register_health_check
class HangsAtTheEnd(BaseHealthCheck):
    name = "hangs-at-the-end"
    close = hang
    def check(self):
        return {"status": "ok"}

print(application().report(["hangs"]).status)
print(application().report(["hangs-at-the-end", "cache"]).status)
while not application().engine._walkers.idle:
    pass
"""


def test_interpreter_ends_whatever_checks_do(tmp_path: Path) -> None:
    """A check that hangs in everything it has keeps no process alive."""
    assert _lines(tmp_path, END) == ["error", "ok"]
