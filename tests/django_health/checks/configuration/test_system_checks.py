"""Django's system checks as a health check."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, registry
from django.core.checks import Warning as Warned
from django.db import connections

from django_health.checks.configuration.system_checks import (
    INTERVAL,
    SystemChecksCheck,
)
from django_health.engine import Engine
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status

CANARY = "canary-Pässwörd"

SystemCheck = Callable[..., Iterable[CheckMessage]]

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No system checks but those of the test."""
    monkeypatch.setattr(registry.registry, "registered_checks", set())
    monkeypatch.setattr(registry.registry, "deployment_checks", set())


def finding(*found: CheckMessage, deploy: bool = False) -> None:
    """Register a system check that finds something."""

    def check(app_configs: object, **kwargs: object) -> Iterable[CheckMessage]:
        assert app_configs is None
        assert kwargs["databases"] == []
        return found

    registry.register(check, deploy=deploy)


def outcome(monkeypatch: pytest.MonkeyPatch, *, debug: bool = False) -> Outcome:
    """The outcome with DEBUG on or off, which holds no text of a system check."""
    monkeypatch.setattr(settings, "DEBUG", debug)
    found = SystemChecksCheck(10.0).check()
    assert CANARY not in repr(found)
    return found


def test_no_findings_are_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """And less than a warning is a figure only."""
    assert outcome(monkeypatch).status is Status.OK
    finding(Info(CANARY, id="a.I001"))
    found = outcome(monkeypatch)
    assert (found.status, found.message) == (Status.OK, "")
    assert found.details == {"levels": {"info": 1}, "ids": ["a.I001"], "silenced": 0}


def test_findings_of_deployment_warn_with_debug_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project under development is not nagged, the figures are the same."""
    finding(Warned(CANARY, hint=CANARY, obj=CANARY, id="security.W004"), deploy=True)
    found = outcome(monkeypatch)
    assert (found.status, found.reason) == (Status.WARNING, Reason.MISCONFIGURED)
    assert found.message == (
        "findings of manage.py check --deploy: 1 of level warning (security.W004)"
    )
    in_development = outcome(monkeypatch, debug=True)
    assert (in_development.status, in_development.message) == (Status.OK, "")
    assert in_development.details == found.details
    assert in_development.measurements == found.measurements


def test_errors_warn_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application runs; but manage.py would refuse to."""
    finding(Error(CANARY, id="app.E001"), Warned(CANARY, id="app.W001"))
    for debug in (False, True):
        found = outcome(monkeypatch, debug=debug)
        assert found.status is Status.WARNING
        assert found.message.endswith("1 of level error, 1 of level warning (app.E001, app.W001)")


def test_only_the_first_ids_are_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """All are in the details; what is no id is in neither."""
    finding(*(Error(CANARY, id=f"app.E00{number}") for number in range(7)))
    finding(Error(CANARY, id=CANARY))
    assert outcome(monkeypatch).message.endswith(
        "8 of level error (app.E000, app.E001, app.E002, app.E003, app.E004, ...)"
    )


def test_silenced_findings_do_not_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    """SILENCED_SYSTEM_CHECKS holds here too."""
    monkeypatch.setattr(settings, "SILENCED_SYSTEM_CHECKS", ["app.E001"])
    finding(Error(CANARY, id="app.E001"))
    found = outcome(monkeypatch)
    assert (found.status, found.details["silenced"]) == (Status.OK, 1)


def test_a_check_that_raises_is_reported_by_its_type() -> None:
    """Only its type and place are told."""
    check = SystemChecksCheck(10.0)
    check.check()

    def fail(**_: object) -> list[CheckMessage]:
        raise RuntimeError(CANARY)

    registry.register(fail)
    failed = outcome_of(check)
    assert (failed.status, failed.reason) == (Status.ERROR, Reason.INTERNAL)
    assert "RuntimeError at test_system_checks.py" in failed.message
    assert CANARY not in repr(failed)
    assert (check.min_interval, check.critical) == (INTERVAL, False)


@pytest.mark.parametrize("answer", [[CANARY], None, 5])
def test_a_check_that_returns_nonsense_is_reported(answer: Any) -> None:
    """Whatever it is, its text is not told."""
    registry.register(lambda **_: answer)
    found = outcome_of(SystemChecksCheck(10.0))
    assert found.status is Status.ERROR
    assert CANARY not in repr(found)


def test_a_check_that_hangs_is_reported_in_time() -> None:
    """Its run is left alone and no other is started."""
    release, runs = threading.Event(), []

    def hang(**_: object) -> list[CheckMessage]:
        runs.append(1)
        release.wait(60)
        return []

    registry.register(hang)
    check = SystemChecksCheck(0.2)
    engine = Engine([check])
    try:
        for _ in range(2):
            (result,) = engine.run(deadline=20.0).results
            assert result.outcome.reason is Reason.TIMEOUT
        assert (len(runs), engine.stuck) == (1, 1)
    finally:
        release.set()
        engine.close()


def test_a_connection_that_a_check_opens_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's thread outlives the run; a connection that was open stays so."""
    connection = connections["default"]
    finding()
    connection.close()

    def ask(**_: object) -> list[CheckMessage]:
        connection.ensure_connection()
        return []

    registry.register(ask)
    outcome(monkeypatch)
    assert connection.connection is None
    connection.ensure_connection()
    opened = connection.connection
    outcome(monkeypatch)
    assert connection.connection is opened
    connection.close()


def test_applications_that_cannot_be_loaded_are_reported(
    monkeypatch: pytest.MonkeyPatch, django_project: Path
) -> None:
    """As a misconfiguration; no system check is run."""
    assert django_project.is_dir()

    def fail() -> None:
        raise CheckFailed(Reason.MISCONFIGURED, "the applications cannot be loaded")

    monkeypatch.setattr("django_health.checks.configuration.system_checks.load_applications", fail)
    with pytest.raises(CheckFailed, match="cannot be loaded"):
        SystemChecksCheck(10.0).check()
