"""One set of checks per process, made when first asked for, renewed when settings change."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from django_health.application import Application, _process, application
from django_health.check import BaseHealthCheck
from django_health.custom.registration import (
    clear_health_checks,
    register_health_check,
    unregister_health_check,
)
from django_health.engine import Engine, UnknownCheckError
from django_health.errors import HealthCheckError
from django_health.result import Status
from django_health.settings import HealthSettings
from sample_checks import Hangs, Sample, eventually

DEADLINE = 20.0
LIGHT = {"migrations": False, "celery": False, "configuration": False}


@pytest.fixture(autouse=True)
def project(django_project: Path) -> Iterator[None]:
    """A project with a database file and a cache in memory, asked by nobody yet."""
    assert django_project.is_dir()
    with override_settings(HEALTH_CHECK={"CHECKS": LIGHT}):
        yield
    clear_health_checks()


def _of(*checks: BaseHealthCheck, **more: Any) -> Application:
    return Application(HealthSettings(**more), (), Engine(checks), list(checks))


def test_it_is_made_once() -> None:
    """Also where many threads ask at the same time."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: application(), range(32)))
    assert {id(one) for one in found} == {id(application())}


def test_it_asks_the_project() -> None:
    """Its databases, its caches, the host."""
    report = application().report()
    assert list(report.components) == ["database", "cache", "system"]
    assert report.components["cache"].status is Status.OK
    assert list(application().report(["cache"]).components) == ["cache"]
    with pytest.raises(UnknownCheckError):
        application().report(["nothing"])


def test_one_target_can_be_asked() -> None:
    """By component and alias."""
    a, b = Sample("cache", "a"), Sample("cache", "b")
    asked = _of(a, b)
    assert [result.target for result in asked.report(["cache"], target="b").results] == ["b"]
    assert (a.runs, b.runs) == (0, 1)
    asked.close()


def test_answers_are_given_again_for_max_age() -> None:
    """As the settings say."""
    check = Sample()
    asked = _of(check, max_age=3600)
    for _ in range(3):
        asked.report()
    assert check.runs == 1
    asked.close()


def test_changed_settings_make_a_new_one() -> None:
    """And the old one is not used any more."""
    before = application()
    with override_settings(HEALTH_CHECK={"CHECKS": {**LIGHT, "system": False}}):
        during = application()
        assert during.engine.names == ("database", "cache")
    assert before.is_closed
    assert during.is_closed
    assert application().engine.names == ("database", "cache", "system")


def test_changed_name_of_a_database_makes_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's test runner changes it and tells nobody."""
    before = application()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "/nowhere/test.sqlite3")
    after = application()
    assert before.is_closed
    assert "/nowhere/test.sqlite3" in [getattr(target, "name", "") for target in after.targets]


def test_request_in_flight_gets_its_answer_while_settings_change() -> None:
    """The check is closed when it has answered."""
    hung = Hangs("mine")
    register_health_check(hung)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(application().report, ["mine"])
        assert hung.entered.wait(DEADLINE)
        with override_settings(DEBUG=True):
            hung.gate.set()
            assert asked.result(DEADLINE).status is Status.OK
    assert hung.closed == 0  # the next application has it


def test_closed_one_is_replaced() -> None:
    """Whoever closed it."""
    first = application()
    first.close()
    assert application() is not first


def test_bad_settings_are_an_error_each_time_and_none_afterwards() -> None:
    """The text is that of the system check."""
    with override_settings(HEALTH_CHECK={"THRESHOLD": {}}):
        for _ in range(2):
            with pytest.raises(HealthCheckError, match="did you mean 'thresholds'"):
                application()
    assert application().report(["cache"]).status is Status.OK


def test_check_that_is_registered_later_is_taken_up() -> None:
    """Once, with what the settings say of it."""
    first = application()
    with override_settings(HEALTH_CHECK={"CHECKS": LIGHT, "CRITICAL": {"cache": False}}):
        asked = application()
        register_health_check(Sample("late"))
        assert application() is asked
        assert asked.engine.names[-1] == "late"
        assert asked.report(["late"]).status is Status.OK
        register_health_check(Sample("later"))
        assert application().engine.names[-2:] == ("late", "later")
    assert application().engine.names[-2:] == ("late", "later")
    assert first.engine.names == ("database", "cache", "system")


def test_check_that_was_forgotten_before_anybody_asked_is_not_taken_up() -> None:
    """Nor is it when a new application is made."""
    application()
    register_health_check(Sample("late"))
    unregister_health_check("late")
    assert "late" not in application().engine.names
    register_health_check(Sample("late"))
    clear_health_checks()
    with override_settings(DEBUG=True):
        assert "late" not in application().engine.names


def test_late_check_that_is_off_stays_out() -> None:
    """Its name may well stand in the settings before it is registered: not, as it is unknown."""
    asked = _of(checks={"late": False})
    asked.add(Sample("late"))
    assert asked.engine.names == ()
    asked.close()


def test_module_of_checks_that_asks_while_it_is_imported_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Instead of an endless recursion."""
    text = "from django_health.application import application\napplication()\ncheck = dict\n"
    (tmp_path / "asking_at_import.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    paths = {"CHECKS": LIGHT, "CUSTOM_CHECKS": ["asking_at_import.check"]}
    with (
        override_settings(HEALTH_CHECK=paths),
        pytest.raises(HealthCheckError, match="HealthCheckE"),
    ):
        application()


def test_check_is_not_run_twice_at_a_time_while_settings_change() -> None:
    """The application of before and that of now share it."""
    hung = Hangs("mine", timeout=0.4)
    register_health_check(hung)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(application().report, ["mine"])
        assert hung.entered.wait(DEADLINE)
        with override_settings(HEALTH_CHECK={"CHECKS": LIGHT | {"system": False}}):
            (result,) = application().report(["mine"]).results
            assert result.outcome.message == "another run of it has not ended"
            assert hung.runs == 1
            hung.gate.set()
            asked.result(DEADLINE)
            eventually(lambda: application().report(["mine"]).status is Status.OK)


def test_retiring_spares_custom_checks() -> None:
    """The application that follows has them too."""
    custom, own = Sample("custom"), Sample("own")
    asked = Application(HealthSettings(), (), Engine([own, custom]), [custom])
    asked.retire()
    assert (custom.closed, own.closed) == (0, 1)
    asked.close()


def test_what_a_fork_inherited_is_kept_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a server forks without telling Python, and whatever the child does first."""
    check = Sample("mine")
    register_health_check(check)
    own, ask, change = os.getpid(), application, _process.renew
    for number, begin in enumerate((ask, change), start=1):
        before = application()
        monkeypatch.setattr(os, "getpid", lambda number=number: own + number)
        begin()
        assert application() is not before
        assert not before.is_closed
        assert before in [made.application for made in _process._inherited]
        application().close()


def test_end_of_the_interpreter_closes_what_there_is() -> None:
    """On a thread that is there already, for a limited time."""
    check = Sample("mine")
    register_health_check(check)
    assert application().report(["mine"]).status is Status.OK
    engine = application().engine
    eventually(lambda: engine._walkers.idle == 1)
    _process.close_at_exit()
    assert check.closed == 1
    _process.renew()
    _process.close_at_exit()


def test_threads_are_daemons() -> None:
    """None of them keeps the process alive."""
    application().report()
    named = [thread for thread in threading.enumerate() if thread.name.startswith("health-")]
    assert named
    assert all(thread.daemon for thread in named)


def test_making_it_asks_nothing() -> None:
    """Nor does registering a check."""
    check = Sample("mine")
    register_health_check(check)
    application()
    assert check.runs == 0
