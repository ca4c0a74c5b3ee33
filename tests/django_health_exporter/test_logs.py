"""Log lines in both forms."""

from __future__ import annotations

import errno
import json
import logging
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from django_health_exporter.logs import (
    MOST_WAITING,
    JSONFormatter,
    LogfmtFormatter,
    PatientHandler,
)
from live_exporter import Exporter, write_settings


def _record(message: str, *arguments: object) -> logging.LogRecord:
    record = logging.LogRecord("django_health.x", 40, __file__, 1, message, arguments, None)
    record.created = 1700000000.5
    return record


def test_logfmt() -> None:
    """Words stand bare, everything else is quoted, on one line."""
    formatter = LogfmtFormatter()
    assert formatter.format(_record("word")) == (
        "ts=2023-11-14T22:13:20.500Z level=error logger=django_health.x msg=word"
    )
    assert formatter.format(_record('a "%s"\nb=c', "x")).endswith(r'msg="a \"x\"\nb=c"')
    assert formatter.format(_record("")).endswith('msg=""')


def test_json() -> None:
    """One object per line with the same fields."""
    line = JSONFormatter().format(_record("é\n%d", 3))
    assert "\n" not in line
    assert json.loads(line) == {
        "ts": "2023-11-14T22:13:20.500Z",
        "level": "error",
        "logger": "django_health.x",
        "msg": "é\n3",
    }


@pytest.mark.parametrize("formatter", [LogfmtFormatter(), JSONFormatter()])
def test_exceptions_are_told_by_their_type(formatter: logging.Formatter) -> None:
    """Neither the text of an exception nor its traceback is written."""
    try:
        raise ValueError("canary")
    except ValueError:
        record = _record("failed")
        record.exc_info = sys.exc_info()
    line = formatter.format(record)
    assert "ValueError" in line
    assert "canary" not in line
    assert "\n" not in line


class _Stuck:
    """A stderr that nobody reads, until it is read."""

    def __init__(self) -> None:
        self.read = threading.Event()
        self.written: list[str] = []

    def write(self, record: logging.LogRecord) -> None:
        self.read.wait()
        self.written.append(record.getMessage())


def test_a_stderr_that_nobody_reads_holds_nobody_up() -> None:
    """Records beyond the room are dropped, those that had room are written once it is read."""
    stuck = _Stuck()
    handler = PatientHandler(stuck.write)
    for number in range(2 * MOST_WAITING):
        handler.handle(_record("%d", number))
    stuck.read.set()
    handler.finish()
    assert stuck.written[:3] == ["0", "1", "2"]
    assert MOST_WAITING <= len(stuck.written) <= MOST_WAITING + 1


def test_nothing_is_lost_at_the_end() -> None:
    """What was queued is written before the handler is done."""
    stuck = _Stuck()
    stuck.read.set()
    handler = PatientHandler(stuck.write)
    handler.handle(_record("last %s", "words"))
    handler.finish()
    assert stuck.written == ["last words"]


def test_a_line_that_cannot_be_written_is_not_the_last() -> None:
    """A disk that is full may have room again."""
    written: list[str] = []

    def write(record: logging.LogRecord) -> None:
        if record.getMessage() == "lost":
            raise OSError(errno.ENOSPC, "canary")
        written.append(record.getMessage())

    handler = PatientHandler(write)
    handler.handle(_record("lost"))
    handler.handle(_record("kept"))
    handler.finish()
    assert written == ["kept"]


def test_a_signal_that_logs_may_come_while_a_line_is_logged() -> None:
    """Else the daemon would wait for itself, and neither log nor end."""
    written: list[logging.LogRecord] = []
    logger = logging.getLogger("signalled")
    handler = PatientHandler(written.append)
    logger.addHandler(handler)
    logger.propagate = False
    ticks = 0

    def tick(*_: object) -> None:
        nonlocal ticks
        ticks += 1
        logger.warning("tick")

    before = signal.signal(signal.SIGALRM, tick)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    try:
        while ticks < 200:
            logger.warning("line")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        logger.removeHandler(handler)
    handler.finish()
    assert written


class _Evil:
    """An argument that cannot be printed."""

    def __str__(self) -> str:
        raise RuntimeError("canary")


@pytest.mark.parametrize("arguments", [("canary",), (_Evil(),), ("canary", "canary")])
def test_a_message_that_does_not_fit_its_arguments_is_told_without_them(
    arguments: tuple[object, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    """``logging`` itself would write them to stderr, with a traceback."""
    written: list[str] = []
    handler = PatientHandler(lambda record: written.append(record.getMessage()))
    handler.handle(_record("%d of %s" if len(arguments) > 1 else "%d", *arguments))
    handler.finish()
    (line,) = written
    assert line.startswith("a message that cannot be made, at test_logs.py:1: ")
    assert capfd.readouterr() == ("", "")


CONFIGURE = """
import logging, logging.config
logging.config.dictConfig({
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"format": "PROJECT %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django_health": {"handlers": ["console"], "level": "CRITICAL"}},
})
logging.getLogger("shop").info("configured")
logging.disable(logging.CRITICAL)
"""

APP = """
from django.apps import AppConfig

class Shop(AppConfig):
    name = "shop"

    def ready(self):
        import {module}
"""


@pytest.mark.parametrize("place", ["settings", "ready"])
def test_a_project_that_configures_the_logging_does_not_silence_the_daemon(
    place: str, tmp_path: Path
) -> None:
    """Whether with its settings or in a ``ready()``; what others log is written as it says."""
    write_settings(tmp_path, "quiet", INSTALLED_APPS=["shop"], LOGGING_CONFIG=None)
    package = tmp_path / "shop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(
        APP.format(module="configured" if place == "ready" else "json"), encoding="utf-8"
    )
    (tmp_path / "configured.py").write_text(CONFIGURE, encoding="utf-8")
    if place == "settings":
        with (tmp_path / "quiet.py").open("a", encoding="utf-8") as settings:
            settings.write("import configured\n")
    with Exporter(tmp_path, ["--log.level=debug"], {"DJANGO_SETTINGS_MODULE": "quiet"}) as daemon:
        assert daemon.get("/health/detailed/").json()["checks"]["configuration"]
        assert daemon.stop() == 0
    lines = daemon.log.splitlines()
    for logger, text in (
        ("django_health_exporter.ending", 'msg="SIGTERM received, ending"'),
        ("django_health_exporter.daemon", "msg=ended"),
        ("django_health.engine.journal", 'msg="configuration'),
    ):
        assert [line for line in lines if f"logger={logger} {text}" in line]
    assert len([line for line in lines if "SIGTERM" in line]) == 1
    assert [line for line in lines if line.startswith("PROJECT")] == ["PROJECT shop configured"]


ADJUSTED = """
import logging, sys
from django_health_exporter.logs import adjust_logging, configure_logging
ours, others = logging.getLogger("django_health.x"), logging.getLogger("shop")
adjust_logging("debug", "json")
configure_logging("info", "logfmt")
ours.debug("no")
adjust_logging("debug", "json")
ours.debug("yes")
others.warning("also")
others.info("no")
sys.stderr = None
adjust_logging("error", "json")
ours.warning("no")
ours.error("again")
"""


def test_level_and_form_may_change() -> None:
    """From then on, for all loggers of the daemon's log, and where that went before."""
    ended = subprocess.run(
        [sys.executable, "-c", ADJUSTED], capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["msg"] for line in lines] == ["yes", "also", "again"]
