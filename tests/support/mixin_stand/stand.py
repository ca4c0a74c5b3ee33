"""All of it together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from faulty_stack.project import ask_workers_each_time
from live_celery import NAME, write_project
from live_celery import worker as running_worker
from live_celery.process import CeleryProcess
from live_exporter import Exporter
from live_exporter.project import manage
from mixin_queries import RuledPrometheus
from mixin_stand.branch import Branch
from mixin_stand.project import (
    calm_processors,
    configuration,
    other_configuration,
    plain_settings,
    settings_of,
)
from mixin_stand.servers import Servers, running_servers

START_TIMEOUT = 90.0


class Daemons(NamedTuple):
    """The daemons.

    Attributes:
        first: On the project.
        second: Watches a page alone.
        third: Is there to be stopped.
    """

    first: Exporter
    second: Exporter
    third: Exporter


@dataclass(frozen=True)
class Stand:
    """Daemons, what they watch, and who watches them.

    Attributes:
        project: The folder of the Django project.
        file: The configuration of the first daemon.
        web_file: The web configuration of the second.
        daemons: All of them but that of the branch.
        spare: Another worker, which strains end.
        branch: A project on which strains have databases of their own.
        prometheus: Scrapes all of them, from when all is well.
        held: Connections that are held until the end.
    """

    project: Path
    file: Path
    web_file: Path
    servers: Servers
    worker: CeleryProcess
    spare: CeleryProcess
    daemons: Daemons
    branch: Branch
    prometheus: RuledPrometheus
    held: ExitStack


@contextmanager
def running_stand(directory: Path) -> Iterator[Stand]:
    """Start all of it, and wait until nothing is wrong."""
    with ExitStack() as inside:
        enter = inside.enter_context
        servers = enter(running_servers(directory))
        broker = f"redis://{servers.broker.host}:{servers.broker.port}/0"
        project = write_project(directory / "project", broker, **settings_of(servers, directory))
        manage(project, f"{NAME}.settings", "createcachetable")
        manage(project, f"{NAME}.settings", "migrate", "--verbosity=0")
        ask_workers_each_time(project)
        calm_processors(project)
        workers = write_project(directory / "worker", broker)
        worker = enter(running_worker(workers))
        spare = enter(running_worker(workers, "spare"))
        file, web_file = directory / "health.yml", directory / "web.yml"
        file.write_text(configuration(servers), encoding="utf-8")
        web_file.write_text("", encoding="utf-8")
        first = Exporter(project, [f"--django.settings={NAME}.settings", f"--config.file={file}"])
        others = _others(servers, directory, web_file)
        daemons = Daemons(*(enter(exporter) for exporter in (first, *others)))
        branch = Branch(directory / "branch", plain_settings())
        watched = (*daemons, enter(branch.exporter))
        for exporter in watched:
            _wait_until_well(exporter)
        prometheus = enter(RuledPrometheus([exporter.address for exporter in watched]))
        held = enter(ExitStack())
        yield Stand(
            project, file, web_file, servers, worker, spare, daemons, branch, prometheus, held
        )


def _others(servers: Servers, directory: Path, web_file: Path) -> Iterator[Exporter]:
    file = directory / "other.yml"
    file.write_text(other_configuration(servers), encoding="utf-8")
    plain = ["--no-collector.system", f"--config.file={file}"]
    yield Exporter(directory, [*plain, f"--web.config.file={web_file}"])
    yield Exporter(directory, plain)


def _wait_until_well(exporter: Exporter) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not _is_well(exporter):
        if time.monotonic() > deadline:
            text = exporter.get("/health/detailed/").body.decode()
            raise RuntimeError(f"it does not get well:\n{text}\n{exporter.log[-4000:]}")
        time.sleep(0.1)


def _is_well(exporter: Exporter) -> bool:
    states = exporter.scrape().values
    return not any(
        value
        for (name, labels), value in states.items()
        if name == "django_health_check_state" and dict(labels)["state"] in ("warning", "error")
    )
