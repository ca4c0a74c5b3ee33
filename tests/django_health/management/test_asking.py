"""An engine of a project's checks, for commands."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings

from django_health.custom.registration import clear_health_checks, register_health_check
from django_health.engine import UnknownCheckError
from django_health.management.asking import asking
from sample_checks import Sample

LIGHT = {"migrations": False, "celery": False, "configuration": False}


@pytest.fixture(autouse=True)
def project(django_project: object) -> Iterator[None]:
    """A project with a database file and a cache in memory."""
    assert django_project
    with override_settings(HEALTH_CHECK={"CHECKS": LIGHT}):
        yield
    clear_health_checks()


def test_all_that_the_project_has() -> None:
    """Also what an application registered."""
    register_health_check(Sample("payments"))
    with asking() as asked:
        assert asked.engine.names == ("database", "cache", "system", "payments")


def test_what_is_named() -> None:
    """Whatever a label begins with; a choice leaves out more."""
    with asking(["system/disk", "cache"]) as asked:
        assert [check.label for check in asked.engine.checks] == ["cache/default", "system/disk"]
    with asking(["cache"], choose=lambda checks: checks[:0]) as asked:
        assert asked.engine.checks == ()
    with pytest.raises(UnknownCheckError, match="'cahce', did you mean 'cache'"), asking(["cahce"]):
        pass


def test_the_project_logs_nothing_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    """What checks say there the report has."""
    with asking(["cache"]):
        logging.getLogger("shop").error("canary")
    logging.getLogger("shop").error("afterwards")
    assert [record.message for record in caplog.records] == ["afterwards"]
