"""The applications of the Django project, each case in a process of its own: they load once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SETUP = """
import logging, sys, threading
from django.conf import settings
from django.apps import apps
sys.path.insert(0, {folder!r})
settings.configure(
    SECRET_KEY="x",
    INSTALLED_APPS={installed!r},
    LOGGING={{"version": 1, "disable_existing_loggers": True, "root": {{"level": "CRITICAL"}}}},
)
from django_health.failure import CheckFailed
from django_health.project import load_applications

def load(timeout=10.0):
    try:
        load_applications(timeout)
    except CheckFailed as failure:
        print(failure.reason, "-", failure)
    else:
        print("loaded", apps.ready)

"""
APP = """
from django.apps import AppConfig

class Config(AppConfig):
    name = {name!r}
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
{ready}
"""
CANNOT = "misconfigured - the applications cannot be loaded:"


class Project:
    """A project in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed: list[str] = []

    def add(self, name: str, *, ready: str = "pass", models: str = "") -> None:
        """Install an application, with what it does in its ``ready()`` and has in its models."""
        package = self.folder / name
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "models.py").write_text(models, encoding="utf-8")
        body = "\n".join(f"        {line}" for line in ready.splitlines())
        (package / "apps.py").write_text(APP.format(name=name, ready=body), encoding="utf-8")
        self.installed.append(name)

    def run(self, script: str) -> list[str]:
        """What a process writes that has nothing but the settings."""
        code = SETUP.format(folder=str(self.folder), installed=self.installed) + script
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one application that is well."""
    found = Project(tmp_path)
    found.add("first", ready="print('first is ready')")
    return found


def test_applications_are_loaded_once(project: Project) -> None:
    """With their models and their ``ready()``."""
    project.add("second", models="from django.db import models\nclass M(models.Model): pass")
    written = project.run("load(); load(); print([m.__name__ for m in apps.get_models()])")
    assert written == ["first is ready", "loaded True", "loaded True", "['M']"]


def test_logging_is_left_as_it_is(project: Project) -> None:
    """``django.setup()`` would silence the process's own loggers."""
    script = "own = logging.getLogger('own'); load(); print(own.disabled, logging.root.level)"
    assert project.run(script)[1:] == ["loaded True", "False 30"]


def test_nothing_is_done_where_django_runs(project: Project) -> None:
    """Its own applications are there already."""
    script = "import django\nsettings.LOGGING_CONFIG = None\ndjango.setup()\nload()"
    assert project.run(script) == ["first is ready", "loaded True"]


def test_script_name_is_set_as_setup_sets_it(project: Project) -> None:
    """A ``ready()`` may make URLs."""
    project.add(
        "second", ready="from django.urls import get_script_prefix\nprint(get_script_prefix())"
    )
    script = "settings.FORCE_SCRIPT_NAME = '/shop'\nload()"
    assert project.run(script) == ["first is ready", "/shop/", "loaded True"]


def test_application_that_is_not_there_is_named(project: Project) -> None:
    """And loads as soon as it is there."""
    project.installed.append("missing")
    written = project.run(
        "load(); load()\n"
        "import importlib, pathlib\n"
        f"pathlib.Path({str(project.folder)!r}, 'missing').mkdir()\n"
        f"pathlib.Path({str(project.folder)!r}, 'missing', '__init__.py').touch()\n"
        "importlib.invalidate_caches(); load()"
    )
    assert written == [f"{CANNOT} there is no module 'missing'"] * 2 + [
        "first is ready",
        "loaded True",
    ]


def test_models_that_fail_go_on_failing_for_the_same_cause(project: Project) -> None:
    """They cannot be imported twice; and no later run says something else, or shows the text."""
    models = "from django.db import models\nclass M(models.Model): pass\nraise KeyError('canary')"
    project.add("broken", models=models)
    assert project.run("load(); load(); load()") == [f"{CANNOT} KeyError at models.py:3"] * 3


def test_labels_that_are_not_unique_go_on_failing(project: Project) -> None:
    """Django finds that in the middle of its work, of which something is left behind."""
    project.installed.append("first")
    written = project.run("load(); load()")
    assert written[0].startswith(f"{CANNOT} ImproperlyConfigured at registry.py:")
    assert written[1:] == written[:1]


def test_ready_that_fails_is_tried_again(project: Project) -> None:
    """It may have asked a database that was down; what was ready before is not made so twice."""
    project.add(
        "second",
        ready="import sys\nif not hasattr(sys, 'up'):\n    raise OSError('canary')\nprint('well')",
    )
    project.add("third", ready="print('third is ready')")
    written = project.run("load(); load(); sys.up = True; load(); print(apps.ready_event)")
    failed = f"{CANNOT} OSError at apps.py:11"
    assert written[:-1] == [
        "first is ready",
        failed,
        failed,
        "well",
        "third is ready",
        "loaded True",
    ]
    assert ": set" in written[-1]


def test_ready_that_ends_the_process_ends_the_loading_alone(project: Project) -> None:
    """Some applications call ``sys.exit()`` when a variable is missing."""
    project.add("second", ready="import sys\nsys.exit('canary')")
    assert project.run("load()")[1:] == [f"{CANNOT} SystemExit at apps.py:10"]


def test_ready_that_hangs_holds_up_its_own_thread_alone(project: Project) -> None:
    """Others are told that it is not done yet, within their time, and later that it is."""
    project.add("second", ready="import sys\nsys.begun.set()\nsys.go.wait(30)")
    script = """
sys.begun, sys.go = threading.Event(), threading.Event()
thread = threading.Thread(target=load)
thread.start()
sys.begun.wait(30)
load(0.05)
sys.go.set()
thread.join()
load()
"""
    assert project.run(script)[1:] == [
        "timeout - the applications are still being loaded",
        "loaded True",
        "loaded True",
    ]


def test_ready_that_hangs_for_long_is_waited_for_no_more(project: Project) -> None:
    """The time to wait begins with the loading: a check that is asked again does not wait anew."""
    project.add("second", ready="import sys\nsys.begun.set()\nsys.go.wait(60)")
    script = """
import time
import django_health.project
django_health.project.PATIENCE = 0.2
sys.begun, sys.go = threading.Event(), threading.Event()
thread = threading.Thread(target=load)
thread.start()
sys.begun.wait(30)
time.sleep(0.2)
begun = time.monotonic()
load(30); load(30); load(30)
print(time.monotonic() - begun < 15)
sys.go.set()
thread.join()
load()
"""
    told = "timeout - the applications are still being loaded"
    assert project.run(script)[1:] == [told, told, told, "True", "loaded True", "loaded True"]


@pytest.mark.parametrize(
    ("ready", "error"),
    [
        ("import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)", "ValueError"),
        ("import asyncio\nasyncio.get_event_loop()", "RuntimeError"),
    ],
)
def test_ready_that_needs_the_main_thread_is_told_that(
    project: Project, ready: str, error: str
) -> None:
    """With its own place, not that in the standard library; which helps nobody."""
    project.add("second", ready=ready)
    thread = "thread = threading.Thread(target=load); thread.start(); thread.join()"
    hint = "(they are loaded on a thread, where no signal can be handled and no event loop is)"
    assert project.run(thread)[1:] == [f"{CANNOT} {error} at apps.py:10 {hint}"]


def test_signal_that_is_none_is_no_matter_of_threads(project: Project) -> None:
    """The place of the error says enough."""
    project.add("second", ready="import signal\nsignal.signal(12345, signal.SIG_DFL)")
    assert project.run("load()")[1:] == [f"{CANNOT} ValueError at apps.py:10"]


def test_environment_variable_that_is_missing_is_named(project: Project) -> None:
    """Any other key may be a secret."""
    project.add("second", ready="import os\nos.environ['NOT_SET']")
    missing = "the environment variable 'NOT_SET' is missing (apps.py:10)"
    assert project.run("load()")[1:] == [f"{CANNOT} {missing}"]


def test_threads_that_come_at_the_same_time_load_once(project: Project) -> None:
    """One loads and the others wait."""
    project.add("second", ready="import time\ntime.sleep(0.2)")
    script = """
threads = [threading.Thread(target=load) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    written = "".join(project.run(script))  # the lines of several threads at once may be mixed
    assert [written.count(words) for words in ("first is ready", "loaded", "True")] == [1, 8, 8]


def test_loading_that_others_began_is_waited_for(project: Project) -> None:
    """As when a thread asks while Django starts."""
    project.add("second", ready="import sys\nsys.begun.set()\nsys.go.wait(0.3)")
    script = """
sys.begun, sys.go = threading.Event(), threading.Event()
thread = threading.Thread(target=apps.populate, args=[settings.INSTALLED_APPS])
thread.start()
sys.begun.wait(30)
load()
thread.join()
"""
    assert project.run(script)[1:] == ["loaded True"]


def test_loading_in_which_others_failed_is_told_as_that(project: Project) -> None:
    """Why they failed is not known here."""
    project.add("second", ready="raise OSError")
    script = """
try:
    apps.populate(settings.INSTALLED_APPS)
except OSError:
    load(); load()
"""
    told = (
        "misconfigured - the applications are not loaded: what began to load them in this "
        "process failed, or has not ended"
    )
    assert project.run(script)[1:] == [told, told]


def test_loading_is_held_off(tmp_path: Path) -> None:
    """While somebody else has the turn, nobody begins to load; afterwards they are loaded."""
    program = SETUP.format(folder=str(tmp_path), installed=["django.contrib.contenttypes"]) + (
        "from django_health.project import loading_held_off\n"
        "with loading_held_off() as is_held_off:\n"
        "    print(is_held_off)\n"
        "    load(0.05)\n"
        "    with loading_held_off(0.05) as again:\n"
        "        print(again)\n"
        "load()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines() == [
        "True",
        "timeout - the applications are still being loaded",
        "False",
        "loaded True",
    ]
