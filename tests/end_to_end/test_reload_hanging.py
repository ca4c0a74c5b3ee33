"""Reloads while what the daemon asks is silent, or its settings hang."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest

from live_exporter import Answer, Exporter
from live_exporter.project import sqlite_entry, write_settings
from live_servers import SilentListener
from reloads import (
    LIFECYCLE,
    PATIENCE,
    SUCCESSFUL,
    eventually,
    hang_up,
    line_of,
    refused,
    reload,
    reloaded,
    scraping,
    up,
)

MODULE = "reload_settings"


def test_while_a_dependency_is_silent(tmp_path: Path) -> None:
    """Scrapes in flight are answered by what they began with; the silent target can go."""
    file = tmp_path / "health.yaml"
    sqlite_entry(tmp_path / "a.db")
    good = f"good: {{url: 'sqlite:///{tmp_path}/a.db'}}"
    with SilentListener() as silent:
        mute = f"mute: {{url: 'postgres://u:p@127.0.0.1:{silent.port}/x'}}"
        file.write_text(f"databases: {{{good}, {mute}}}", encoding="utf-8")
        with Exporter(tmp_path, [f"--config.file={file}", LIFECYCLE]) as exporter:
            answers: list[Answer] = []
            scrape = threading.Thread(target=lambda: answers.append(exporter.get("/metrics")))
            scrape.start()
            eventually(lambda: silent.accepted > 0)
            file.write_text(f"databases: {{{good}}}", encoding="utf-8")
            reloaded(exporter)
            assert up(exporter) == {"good": 1}
            assert scrape.is_alive()
            scrape.join(PATIENCE)
            assert b'django_health_database_error{database="mute",reason="timeout"} 1.0' in (
                answers[0].body
            )
            threads = "django_health_exporter_threads", frozenset[tuple[str, str]]()
            eventually(lambda: exporter.scrape().values[threads] <= 3)
            daemon = psutil.Process(exporter.process.pid)
            eventually(lambda: silent.port not in _ports_of_peers(daemon))


def _ports_of_peers(process: psutil.Process) -> set[int]:
    return {getattr(one.raddr, "port", 0) for one in process.net_connections("tcp")}


WAITING = """\
import time
from pathlib import Path
SECRET_KEY = "only-for-tests"
USE_TZ = True
Path("begun").touch()
while not Path("go").exists():
    time.sleep(0.02)
DATABASES = {"default": %r, "added": %r}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a database; its folder."""
    entry = sqlite_entry(tmp_path / "a.db")
    write_settings(tmp_path, MODULE, DATABASES={"default": entry})
    return tmp_path


def _make_it_hang(project: Path) -> None:
    entry = sqlite_entry(project / "a.db")
    (project / f"{MODULE}.py").write_text(WAITING % (entry, entry), encoding="utf-8")


def test_settings_that_hang(project: Path) -> None:
    """They are given up on; all goes on as it was, and the next reload may do when they end."""
    arguments = [f"--django.settings={MODULE}", LIFECYCLE, "--no-collector.system"]
    with Exporter(project, arguments) as exporter:
        exporter.scrape()
        _make_it_hang(project)
        with scraping(exporter, ["default"]) as found:
            told = refused(exporter)
            assert told.startswith("reading the configuration takes more than 30 s (reload_sett")
            assert "has not ended (reload_settings.py:" in refused(exporter)
            assert exporter.scrape()(SUCCESSFUL) == 0
        assert found.faults == []
        (project / "go").touch()
        eventually(lambda: reload(exporter).status == 200)
        assert up(exporter) == {"default": 1, "added": 1}


def test_reloads_at_once(project: Path) -> None:
    """Those that come while one is under way are answered by the one after it, all by the same."""
    with Exporter(project, [f"--django.settings={MODULE}", LIFECYCLE]) as exporter:
        _make_it_hang(project)
        answers: list[Answer] = []
        asking = [
            threading.Thread(target=lambda: answers.append(reload(exporter))) for _ in range(5)
        ]
        for thread in asking:
            thread.start()
        hang_up(exporter)
        eventually((project / "begun").exists)
        (project / "go").touch()
        for thread in asking:
            thread.join(PATIENCE)
        assert [answer.status for answer in answers] == [200] * 5
        assert {line_of(answer) for answer in answers} == {
            "reloaded: 3 targets, found in Django's settings"
        }
        assert exporter.log.count('"reloaded: ') <= 3


def test_end_during_a_reload(project: Path) -> None:
    """The daemon ends in time, whatever its settings do."""
    with Exporter(project, [f"--django.settings={MODULE}", LIFECYCLE]) as exporter:
        exporter.scrape()
        _make_it_hang(project)
        hang_up(exporter)
        eventually((project / "begun").exists)
        assert exporter.stop() == 0
        assert "Traceback" not in exporter.log
