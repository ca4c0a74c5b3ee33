"""What the names in the runbooks' commands stand for, where they are tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from live_celery import NAME
from live_servers.alertmanager import Alertmanager
from mail_server import MailServer
from promtools import ROOT
from runbook_commands.past import QUEUE
from runbook_commands.sentinel import Sentinel
from runbook_commands.stage import Stage

Meanings = tuple[tuple[str, str], ...]
"""Patterns, and what takes the place of what they fit, in order."""

_ETC = "/etc/django-health-exporter"


class Beside(NamedTuple):
    """What there is beside the daemon and its servers.

    Attributes:
        alertmanager: It has an alert.
        sentinel: It watches the first Redis.
        mail: A mail server that encrypts when it is told to.
        folder: Files by the names that commands have.
    """

    alertmanager: Alertmanager
    sentinel: Sentinel
    mail: MailServer
    folder: Path


def meanings(stage: Stage, beside: Beside) -> Meanings:
    """Return what commands are changed by."""
    return (
        *_journals(stage),
        *_databases(stage),
        *_servers(stage, beside),
        *_watchers(stage, beside),
        *_files(stage, beside.folder),
        (r"\bAPP NUMBER\b", "auth 0001"),
        (r"\bAPP\b", "auth"),
        (r"=NAME\b", "=database"),
        (r"\bQUEUE\b", QUEUE),
        (r"--timeout \d+", "--timeout 1"),
        (r"\bPROJECT\b", NAME),
        (r"\bWORKER\b", "canary@host"),
        (r"\b(KEY|ID|PASSWORD)\b", "1"),
    )


def _journals(stage: Stage) -> Meanings:
    """The daemons' own logs are what the journal would have of them."""
    servers, around = stage.servers, stage.project.parent
    ours = f"cat {stage.project}/exporter-*.log"
    redis = f"cat {servers.redis.directory}/log {servers.replica.directory}/log"
    theirs = f"cat {servers.postgresql.directory}/log {servers.mariadb.directory}/log"
    since = r"( --since '?-\w+( \w+)?'?)?"
    return (
        (rf"journalctl -u django-health-exporter{since}( -n 50)?", ours),
        (rf"journalctl -u redis-server( -u memcached)?{since}", redis),
        (rf"journalctl -u postgresql -u mariadb -u mysql{since}", theirs),
        (rf"journalctl -u 'celery\*'{since}", f"cat {around}/worker/log"),
        (r"/var/log/postgresql/\S+", f"{servers.postgresql.directory}/log"),
        (r"/var/log/mysql/error\.log", str(servers.mariadb.directory / "log")),
        (r"/var/lib/mysql/HOST-slow\.log", str(servers.mariadb.directory / "data" / "slow.log")),
    )


def _databases(stage: Stage) -> Meanings:
    postgresql, mariadb = stage.servers.postgresql, stage.servers.mariadb
    to_postgresql = _of("-h {0.host} -p {0.port}", postgresql)
    to_mariadb = _of("-h {0.host} -P {0.port} -u {0.user}", mariadb)
    of_app = f"-U {postgresql.user} {postgresql.database}"
    return (
        (r"-h DB_HOST -p 5432", to_postgresql),
        (r"-h DB_HOST -U USER DATABASE", f"{to_postgresql} {of_app}"),
        (r"-h DB_HOST -P 3306 -u MONITOR -p", to_mariadb),
        (r"-h DB_HOST -u USER -p DATABASE", f"{to_mariadb} {mariadb.database}"),
    )


def _servers(stage: Stage, beside: Beside) -> Meanings:
    """Redis and Memcached; a command that names no server means the first Redis."""
    servers = stage.servers
    redis, replica, broker = (
        _of("{0.host} -p {0.port}", server)
        for server in (servers.redis, servers.replica, servers.broker)
    )
    cached = _of("{0.host} {0.port}", servers.cached[0])
    return (
        (r"redis-cli (?!-)", f"redis-cli -h {redis} "),
        (r"redis-cli -h (CACHE|MASTER|SERVER)_HOST( -p 6379)?", f"redis-cli -h {redis}"),
        (r"REPLICAOF MASTER_HOST 6379", _of("REPLICAOF {0.host} {0.port}", servers.redis)),
        (r"redis-cli -h REPLICA_HOST", f"redis-cli -h {replica}"),
        (r"-h SENTINEL_HOST -p 26379", _of("-h {0.host} -p {0.port}", beside.sentinel)),
        (r"redis-cli -h BROKER_HOST", f"redis-cli -h {broker}"),
        (r"-u BROKER\b", _of("-u redis://{0.host}:{0.port}/0", servers.broker)),
        (r"(\bnc(?: -vz -w 5)?) (?:\w+_HOST 11211|search\.example 9200)", rf"\1 {cached}"),
        (r"sport = :11211", f"sport = :{servers.cached[0].port}"),
        (r"sport = :6379", f"sport = :{servers.redis.port}"),
        (r"sport = :3306", f"sport = :{servers.mariadb.port}"),
        (r"grep ':5432'", f"grep ':{servers.postgresql.port}'"),
        (r"\b(MASTER_HOST|DB_HOST|SERVER|search\.example)\b", "127.0.0.1"),
    )


def _watchers(stage: Stage, beside: Beside) -> Meanings:
    servers, daemon, alertmanager = stage.servers, stage.daemon, beside.alertmanager
    told = _of("{0.host}:{0.port}", alertmanager)
    page, mail = servers.proxies["http"].port, servers.proxies["smtp"].port
    return (
        (r"-connect localhost:10170", f"-connect 127.0.0.1:{page}"),
        (
            r"(http://)?(localhost|EXPORTER|APPLICATION):10170|http://APPLICATION",
            f"http://{daemon.address}",
        ),
        (r"sport = :10170", f"sport = :{daemon.port}"),
        (r"PROMETHEUS:9090", _of("{0.host}:{0.port}", stage.prometheus)),
        (r"ALERTMANAGER:9093", told),
        (
            r"amtool silence",
            _of("amtool --alertmanager.url=http://{0.host}:{0.port} silence", alertmanager),
        ),
        (r"mail\.example:465", f"127.0.0.1:{mail}"),
        (r"(mail\.example|HOST):587", _of("{0.host}:{0.port}", beside.mail)),
        (r"HOST:443 -servername HOST", f"127.0.0.1:{page}"),
        (r" URL\b", f" --insecure https://127.0.0.1:{page}/"),
        (r"\bHOST\b", "localhost"),
        (r"pid PID\b", f"pid {daemon.process.pid}"),
        (r"\$\(systemctl show -p MainPID --value [\w-]+\)", str(daemon.process.pid)),
    )


def _files(stage: Stage, folder: Path) -> Meanings:
    deploy = ROOT / "deploy"
    return (
        (r"/opt/django-health-exporter/bin/", ""),
        (rf"{_ETC}/config\.yaml", str(stage.file)),
        (rf"{_ETC}/web\.yml", str(stage.web_file)),
        (rf"{_ETC}/", f"{folder}/"),
        (r"/etc/prometheus/prometheus\.yml", f"{deploy}/prometheus/prometheus.yml"),
        (
            r"/etc/alertmanager/alertmanager\.yml",
            f"{deploy}/alertmanager/alertmanager.yml",
        ),
        (r"^(findmnt .*) /srv$", r"\1 /"),
        (r"/srv\b|/var/cache/shop|/var/lib/redis", str(folder)),
    )


def _of(text: str, server: object) -> str:
    return text.format(server)


def meant(text: str, found: Meanings) -> str:
    """Return a command with what its names mean."""
    for pattern, meaning in found:
        text = re.sub(pattern, meaning, text)
    return text


def passwords(stage: Stage) -> Mapping[str, str]:
    """Return variables by which the clients of databases log in."""
    servers = stage.servers
    return {"PGPASSWORD": servers.postgresql.password, "MYSQL_PWD": servers.mariadb.password}
