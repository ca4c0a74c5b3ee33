"""Making the checks imports code of the project, which may take long or ask for the health."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import override_settings
from django.views.debug import ExceptionReporter

from django_health import application as module
from django_health.application import Application, _process, application
from django_health.errors import HealthCheckError
from sample_checks import eventually

DEADLINE = 20.0
MARGIN = 10.0
SOON = 0.2
REDIS = "django.core.cache.backends.redis.RedisCache"
LIGHT = {"migrations": False, "celery": False, "configuration": False, "system": False}

SLOW = """
import sys
gates = sys.modules["gates"]
gates.entered.set()
assert gates.go_on.wait(20)
def check(): ...
"""
ASKING = """
import sys
gates = sys.modules["gates"]
gates.entered.set()
assert gates.go_on.wait(20)
from django_health.application import application
application()
def check(): ...
"""


@pytest.fixture
def gates(
    django_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SimpleNamespace]:
    """Modules of custom checks that wait while they are imported."""
    assert django_project.is_dir()
    gates = SimpleNamespace(entered=threading.Event(), go_on=threading.Event())
    monkeypatch.setitem(sys.modules, "gates", gates)
    (tmp_path / "slow_to_import.py").write_text(SLOW, encoding="utf-8")
    (tmp_path / "asks_at_import.py").write_text(ASKING, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield gates
    gates.go_on.set()
    for name in ("slow_to_import", "asks_at_import"):
        sys.modules.pop(name, None)


def _settings(path: str) -> override_settings:
    return override_settings(HEALTH_CHECK={"CHECKS": LIGHT, "CUSTOM_CHECKS": [path]})


def _failure(ask: Callable[[], object]) -> str:
    with pytest.raises(HealthCheckError) as caught:
        ask()
    return str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"CACHES": {"default": {"BACKEND": "x", "LOCATION": "redis://:canary@h"}}},
        {"CACHES": {"default": {"BACKEND": REDIS, "LOCATION": "redis://:canary@h:x"}}},
        {"HEALTH_CHECK": {"HTTP": {"x": {"URL": "http://u:canary@h:x"}}}},
    ],
)
@pytest.mark.usefixtures("django_project")
def test_an_error_of_the_settings_brings_none_of_them_along(settings: dict[str, object]) -> None:
    """Django's page for debugging and services like it show the variables of every frame."""
    with override_settings(**settings), pytest.raises(HealthCheckError) as caught:
        application()
    reporter = ExceptionReporter(None, caught.type, caught.value, caught.tb)
    frames = reporter.get_traceback_frames()
    ours = [frame for frame in frames if "django_health" in frame["filename"]]
    assert ours
    assert "canary" not in str(
        [frame["vars"] for frame in ours if "tests" not in frame["filename"]]
    )


def test_requests_wait_while_the_checks_are_made(gates: SimpleNamespace) -> None:
    """And get the same ones."""
    with _settings("slow_to_import.check"), ThreadPoolExecutor(2) as pool:
        first = pool.submit(application)
        assert gates.entered.wait(DEADLINE)
        second = pool.submit(application)
        gates.go_on.set()
        assert first.result(DEADLINE) is second.result(DEADLINE)


def test_requests_do_not_wait_for_ever(
    gates: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is up for all of them at once: later ones are not held up anew."""
    monkeypatch.setattr(module, "PATIENCE", SOON)
    with _settings("slow_to_import.check"), ThreadPoolExecutor(1) as pool:
        first = pool.submit(application)
        assert gates.entered.wait(DEADLINE)
        assert _failure(application).startswith("the checks are still being made")
        monkeypatch.setattr(module, "PATIENCE", -DEADLINE)
        assert _failure(application).startswith("the checks are still being made")
        gates.go_on.set()
        made = first.result(DEADLINE)
        assert application() is made


def test_patience_begins_when_the_checks_begin_to_be_made(
    gates: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes when most of it has passed waits for the rest of it alone."""
    with _settings("slow_to_import.check"), ThreadPoolExecutor(1) as pool:
        first = pool.submit(application)
        assert gates.entered.wait(DEADLINE)
        monkeypatch.setattr(module, "PATIENCE", DEADLINE)
        assert _process._making_since is not None
        _process._making_since -= DEADLINE
        began = time.monotonic()
        _failure(application)
        assert time.monotonic() - began < MARGIN
        gates.go_on.set()
        first.result(DEADLINE)


def test_import_that_asks_while_another_request_waits_for_it_comes_to_an_end(
    gates: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One holds the import and wants the checks, the other makes these and wants the import."""
    monkeypatch.setattr(module, "PATIENCE", SOON)
    with _settings("asks_at_import.check"), ThreadPoolExecutor(2) as pool:
        importing = pool.submit(__import__, "asks_at_import")
        assert gates.entered.wait(DEADLINE)
        making: Future[Application] = pool.submit(application)
        eventually(lambda: _process._making_since is not None)
        gates.go_on.set()
        told = _failure(lambda: importing.result(DEADLINE))
        assert told.startswith("the checks are still being made")
        assert "asks_at_import cannot be imported: HealthCheckError" in _failure(
            lambda: making.result(DEADLINE)
        )
