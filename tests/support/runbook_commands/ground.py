"""A place in which the commands mean something."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from live_celery import NAME
from live_servers import issue_certificate
from live_servers.alertmanager import Alertmanager
from mail_server import MailServer
from runbook_commands.past import past_of
from runbook_commands.places import Beside, Meanings, meanings, meant, passwords
from runbook_commands.sentinel import Sentinel
from runbook_commands.stage import Stage
from shipped_alertmanager import TEMPLATES

_SILENT = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}


@dataclass(frozen=True)
class Ground:
    """Where commands are run.

    Attributes:
        stage: The daemon, its servers, a Prometheus and a worker.
        folder: That of the project, which has what commands name besides.
        environ: The variables of the shell.
        meanings: Of the names in commands.
    """

    stage: Stage
    folder: Path
    environ: Mapping[str, str]
    meanings: Meanings

    def meant(self, text: str) -> str:
        """Return a command with what its names mean."""
        return meant(text, self.meanings)


@contextmanager
def ground_of(stage: Stage) -> Iterator[Ground]:
    """Put beside a stage what commands ask for, and keep a database open as a worker would."""
    folder = stage.project
    _write(folder)
    with ExitStack() as inside:
        enter = inside.enter_context
        enter(past_of(stage))
        alertmanager = enter(Alertmanager(_SILENT, TEMPLATES))
        alertmanager.post({"labels": {"alertname": "DjangoHealthWatchdog"}})
        mail = enter(MailServer(starttls=stage.servers.certificate.context))
        beside = Beside(alertmanager, enter(Sentinel(stage.servers.redis)), mail, folder)
        held = enter(closing(sqlite3.connect(folder / "db.sqlite3", isolation_level=None)))
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("CREATE TABLE sample (id INTEGER)")
        yield Ground(stage, folder, _environ(stage), meanings(stage, beside))


def _write(folder: Path) -> None:
    """Give the project what commands name besides."""
    (folder / ".curlrc").write_text("silent\n", encoding="utf-8")
    tls = issue_certificate(folder)
    (folder / "server.crt").write_bytes(tls.certificate.read_bytes())
    (folder / "server.key").write_bytes(tls.key.read_bytes())


def _environ(stage: Stage) -> dict[str, str]:
    beside = Path(sys.executable).parent
    return {
        "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(stage.project),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "TIMEFORMAT": "",
        "PID": str(stage.daemon.process.pid),
        "DJANGO_SETTINGS_MODULE": f"{NAME}.settings",
        **passwords(stage),
    }
