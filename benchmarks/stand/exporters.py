"""Debian's exporters for the servers and the host: as they come, and as lean as flags allow."""

from __future__ import annotations

from pathlib import Path

from live_servers import free_port
from live_servers.programs import find_program
from stand.program import Program
from stand.servers import Servers

LEAN_POSTGRESQL = (
    "--disable-default-metrics",
    "--disable-settings-metrics",
    "--no-collector.database",
    "--no-collector.bgwriter",
)
LEAN_MYSQL = (
    "--no-collect.global_status",
    "--no-collect.global_variables",
    "--no-collect.slave_status",
    "--no-collect.info_schema.innodb_cmp",
    "--no-collect.info_schema.innodb_cmpmem",
    "--no-collect.info_schema.query_response_time",
)
LEAN_REDIS = ("-redis-only-metrics", "-config-command=-")
LEAN_NODE = (
    "--web.disable-exporter-metrics",
    "--collector.disable-defaults",
    *(f"--collector.{name}" for name in ("cpu", "meminfo", "filesystem", "loadavg", "netdev")),
)
"""What our own check of the host tells too, and nothing else."""

_BLACKBOX = "modules: {tcp_connect: {prober: tcp, timeout: 5s}}\n"


def exporters(servers: Servers, folder: Path, *, lean: bool) -> list[Program]:
    """Return the five exporters, not yet started."""
    return [
        _postgresql(servers, folder / "postgres", LEAN_POSTGRESQL if lean else ()),
        _mysql(servers, folder / "mysqld", LEAN_MYSQL if lean else ()),
        _redis(servers, folder / "redis", LEAN_REDIS if lean else ()),
        _program(folder / "node", LEAN_NODE if lean else ()),
        _blackbox(servers, folder / "blackbox"),
    ]


def _postgresql(servers: Servers, folder: Path, flags: tuple[str, ...]) -> Program:
    server = servers.postgresql
    place = f"{server.user}:{server.password}@{server.host}:{server.port}/{server.database}"
    source = f"postgresql://{place}?sslmode=disable"
    return _program(folder, flags, {"DATA_SOURCE_NAME": source})


def _mysql(servers: Servers, folder: Path, flags: tuple[str, ...]) -> Program:
    server = servers.mariadb
    source = f"{server.user}:{server.password}@({server.host}:{server.port})/"
    return _program(folder, flags, {"DATA_SOURCE_NAME": source})


def _redis(servers: Servers, folder: Path, flags: tuple[str, ...]) -> Program:
    address = f"-redis.addr=redis://{servers.redis.host}:{servers.redis.port}"
    return _program(folder, (address, *flags))


def _blackbox(servers: Servers, folder: Path) -> Program:
    """It knows no Memcached, and no other of Debian's does: it tells whether the port answers."""
    folder.mkdir(parents=True)
    config = folder / "blackbox.yml"
    config.write_text(_BLACKBOX, encoding="utf-8")
    target = f"{servers.memcached.host}:{servers.memcached.port}"
    path = f"/probe?module=tcp_connect&target={target}"
    return _program(folder, (f"--config.file={config}",), path=path)


def _program(
    folder: Path,
    flags: tuple[str, ...],
    environ: dict[str, str] | None = None,
    path: str = "/metrics",
) -> Program:
    package = f"prometheus-{folder.name}-exporter"
    port = free_port()
    dash = "-" if folder.name == "redis" else "--"
    listen = f"{dash}web.listen-address=127.0.0.1:{port}"
    return Program(folder, [find_program(package, package), listen, *flags], port, environ, path)
