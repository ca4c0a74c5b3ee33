"""Puts the stack together: in which order its parts start, and what is done between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.stack import servers, site, watching
from deploy.stack.ground import Errand, complete, invent_passwords
from deploy.stack.part import Part
from deploy.stack.places import COMPOSE
from deploy.stack.ports import LOOPBACK, free_port
from deploy.stack.programs import find_program

Start = Callable[[Sequence[Part]], None]
"""Starts parts side by side, and returns when all answer."""


def build(folder: Path, receiver: int, start: Start, *, quick: bool) -> dict[str, str]:
    """Make and start everything in an empty folder.

    Args:
        folder: The stack's folder.
        receiver: The port of the local receiver.
        start: What starts the parts.
        quick: Whether waiting is shortened.

    Returns:
        What people open: URLs by what they show.

    Raises:
        StackError: A part does not start.
    """
    secrets = folder / "secrets"
    invent_passwords(secrets)
    found = _servers(folder, secrets, start)
    web_port, prometheus_port, alertmanager_port = free_port(), free_port(), free_port()
    environ = site.environment(secrets, found, web_port)
    _make_tables(folder, environ)
    exporter = site.exporter(folder / "exporter", environ)
    start(
        [
            site.web(folder / "web", web_port, environ),
            site.worker(folder / "worker", environ),
            exporter,
            watching.alertmanager(
                folder / "alertmanager", alertmanager_port, receiver, quick=quick
            ),
        ]
    )
    # Last, so that it sees nothing missing that was only not there yet.
    start(
        [
            watching.prometheus(
                *(folder / "prometheus", prometheus_port, exporter.port, alertmanager_port),
                quick=quick,
            )
        ]
    )
    # Debian's Prometheus of version 2 has its pages elsewhere.
    base = "" if site.answers(f"http://{LOOPBACK}:{prometheus_port}/alerts") else "/classic"
    return {
        what: f"http://{LOOPBACK}:{port}{path}"
        for what, port, path in (
            ("status page of the exporter", exporter.port, "/"),
            ("metrics", exporter.port, "/metrics"),
            ("the sample site", web_port, "/"),
            ("health as the site itself sees it", web_port, "/health/"),
            ("Prometheus: alerts", prometheus_port, f"{base}/alerts"),
            ("Prometheus: targets", prometheus_port, f"{base}/targets"),
            ("Alertmanager", alertmanager_port, "/"),
        )
    }


def _servers(folder: Path, secrets: Path, start: Start) -> dict[str, Part]:
    """Start the servers, with their databases and users."""

    def secret(name: str) -> str:
        return (secrets / name).read_text(encoding="utf-8")

    postgresql, make_postgresql = servers.postgresql(
        folder / "postgresql", secret("postgresql_root_password")
    )
    mariadb, make_mariadb = servers.mariadb(folder / "mariadb", secret("mariadb_password"))
    complete(
        Errand(make_postgresql, postgresql.home, postgresql.account),
        Errand(make_mariadb, mariadb.home, mariadb.account),
    )
    redis = servers.redis(folder / "redis", secret("redis_users"))
    memcached = servers.memcached(folder / "memcached")
    start([postgresql, mariadb, redis, memcached])
    _make_database(folder, secrets, postgresql, secret("postgresql_root_password"))
    return {part.name: part for part in (postgresql, mariadb, redis, memcached)}


def _make_database(folder: Path, secrets: Path, server: Part, password: str) -> None:
    """Run the script that the image of ``compose.yaml`` runs."""
    home = folder / "preparing"
    home.mkdir(mode=0o700)
    environ = {
        "SECRETS": str(secrets),
        "PGHOST": LOOPBACK,
        "PGPORT": str(server.port),
        "PGUSER": "postgres",
        "PGPASSWORD": password,
    }
    script = str(COMPOSE / "postgresql.sql")
    psql = [find_program("psql"), "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "--no-password"]
    complete(Errand([*psql, "--quiet", f"--file={script}"], home, environ=environ))


def _make_tables(folder: Path, environ: dict[str, str]) -> None:
    """Migrate both databases: side by side, since neither stands on the other."""
    complete(
        *(Errand(command, folder / "preparing", environ=environ) for command in site.migrations())
    )
