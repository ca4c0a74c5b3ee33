"""A daemon on real servers, a worker, and a Prometheus: what the commands of runbooks ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from live_celery import NAME, write_project
from live_celery import worker as running_worker
from live_celery.process import CeleryProcess
from live_exporter import Exporter
from live_exporter.project import manage
from live_servers import Prometheus, free_port
from mixin_queries import RuledPrometheus
from mixin_stand.project import configuration, settings_of
from mixin_stand.servers import Servers, running_servers

_MORE = """
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.sessions", "django_health"]
ADMINS = [("nobody", "nobody@shop.test")]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "celery"
SESSION_COOKIE_SECURE = True
"""
_MANAGE = f"""
import os, sys
from django.core.management import execute_from_command_line
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{NAME}.settings")
execute_from_command_line(sys.argv)
"""


@dataclass(frozen=True)
class Stage:
    """What is asked.

    Attributes:
        project: The folder of the Django project.
        file: The configuration of the daemon.
        web_file: Its web configuration.
        prometheus: Has the daemon for a target, and one that is down.
    """

    project: Path
    file: Path
    web_file: Path
    servers: Servers
    worker: CeleryProcess
    daemon: Exporter
    prometheus: Prometheus


@contextmanager
def running_stage(directory: Path) -> Iterator[Stage]:
    """Start all of it."""
    with ExitStack() as inside:
        enter = inside.enter_context
        servers = enter(running_servers(directory))
        broker = f"redis://{servers.broker.host}:{servers.broker.port}/0"
        project = write_project(directory / "project", broker, **settings_of(servers, directory))
        with (project / NAME / "settings.py").open("a", encoding="utf-8") as settings:
            settings.write(_MORE)
        (project / "manage.py").write_text(_MANAGE, encoding="utf-8")
        manage(project, f"{NAME}.settings", "createcachetable")
        manage(project, f"{NAME}.settings", "migrate", "--verbosity=0")
        worker = enter(running_worker(write_project(directory / "worker", broker)))
        file, web_file = directory / "health.yml", directory / "web.yml"
        file.write_text(configuration(servers), encoding="utf-8")
        web_file.write_text("", encoding="utf-8")
        files = [f"--config.file={file}", f"--web.config.file={web_file}"]
        daemon = enter(Exporter(project, [f"--django.settings={NAME}.settings", *files]))
        targets = [daemon.address, f"127.0.0.1:{free_port()}"]
        prometheus = enter(RuledPrometheus(targets))
        prometheus.wait_for("job_instance:django_health_exporter_build_info:seen", bool, 60)
        yield Stage(project, file, web_file, servers, worker, daemon, prometheus)
