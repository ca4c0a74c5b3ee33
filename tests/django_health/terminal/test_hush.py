"""The project's own output stays out of a command's."""

from __future__ import annotations

import logging
from logging.config import dictConfig

import pytest

from django_health.terminal.hush import logs_silent, prints_aside


def test_what_is_printed_stands_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """During the block alone."""
    with prints_aside():
        print("aside")  # noqa: T201 - this is what projects do
    print("told")  # noqa: T201 - the same
    assert capsys.readouterr() == ("told\n", "aside\n")


def test_nobody_logs_anything(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the project configures meanwhile; afterwards it is as before."""
    logger = logging.getLogger("hushed")
    configured = {
        "version": 1,
        "disable_existing_loggers": False,  # the other tests' are among them
        "handlers": {"a": {"class": "logging.StreamHandler"}},
        "loggers": {"hushed": {"handlers": ["a"]}},
    }
    with logs_silent():
        dictConfig(configured)
        logger.critical("canary")
    assert capsys.readouterr().err == ""
    logger.warning("heard")
    assert capsys.readouterr().err == "heard\n"
    logger.handlers.clear()
