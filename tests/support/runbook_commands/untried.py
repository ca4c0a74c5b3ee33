"""Commands that are not tried, and those that may say nothing, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SYSTEMD = "it asks systemd, which does not run the daemons of tests"
_JOURNAL = "it reads the system's journal"
_ABSENT = "no package of the tests has the program"
_MACHINE = "what is there depends on the machine that tests run on"
_ELSEWHERE = "it asks somebody outside of this machine"
_WELL = "there is nothing to tell of while all is well"

UNTRIED: Mapping[str, str] = {
    r"^(systemctl|timedatectl)\b": _SYSTEMD,
    r"; (systemctl|journalctl) ": _SYSTEMD,
    r"^journalctl (-k|-b|--list-boots|--disk-usage)": _JOURNAL,
    r"^journalctl -u 'celery\*beat\*'": "no beat runs here",
    r"^(certbot|chronyc|ethtool|iostat|lsof|pidstat|smartctl)\b|; iostat|; multipath": _ABSENT,
    r"^py-spy\b": "it needs the rights of a debugger",
    r"^sudo\b": "it needs another account",
    r"^(cat|grep) .*/sys/fs/cgroup/|^dmesg\b|^last\b": _MACHINE,
    r" /etc/memcached\.conf| /var/log/unattended-upgrades/": _MACHINE,
    r"^(ip|ping|slabtop)\b": _MACHINE,
    r"^(dig|getent ahosts \w+\.)": _ELSEWHERE,
    r"^git log\b": "it needs a repository with a past",
    r"django_celery_beat": "django-celery-beat wants another Django than the newest",
    r"^kubectl\b": "it needs a cluster; that kubectl understands it has a test",
    r"^rabbitmqctl\b": "it has a server and a test of its own",
    r"\bpurge -Q\b": "it asks before it deletes",
    r"--latency-history": "it goes on until somebody ends it, and writes to terminals alone",
    r"\bpool_grow\b": "the worker of the tests has a pool that cannot grow",
    r"\bhealth_alerts --trial\b": "no channel is set up here; it has tests of its own",
}
"""They are checked as text alone."""

ILL: tuple[str, ...] = (
    r"^journalctl -u django-health-exporter.*\|",
    r"^journalctl -u 'celery\*'",
    r"^journalctl -u redis-server .*(sync|replica)",
)
"""They are tried when something is wrong, of which they are to tell."""

SILENT: Mapping[str, str] = {
    r"grep -i channel|health_exporter_alert_": "no channel of alerts is set up here",
    r"main process exited|can't save": "no process dies here, and nothing fails to save",
    r"grep -E 'collect\|exclude'": "Prometheus asks for everything",
    r"droppedTargets": "Prometheus drops no target here",
    r"^ps -C celery|^pgrep -af 'celery": "the workers of tests are started by another name",
    r"inspect active -j": "a worker that is busy in its only process tells nothing",
    r"^find /srv .*-size": "no file here is as large",
    r"\$1 == \"D\"|^findmnt -t nfs": _WELL,
    r"showmigrations --plan": _WELL,
    r"migrate --check": _WELL,
    r"SHOW TABLES LIKE": "the table is in another database",
    r"^python manage\.py dbshell": "it waits for what is typed",
    r"^python manage\.py (sendtestemail|clearsessions)": "it only does it",
    r"^time curl": "it tells the time alone",
    r"^PID=": "it is for the lines that follow",
    r"^nc -vz": "it tells on the other output",
    r"^mysqldumpslow": "where there are fewer than ten kinds of statements it ends with an error",
}
"""They may print nothing; an error is one all the same."""

TALKATIVE: Mapping[str, str] = {
    r"^openssl s_client -(starttls smtp -)?crlf": "it tells of an authority that nobody knows",
    r"^(curl -v|nc -vz)": "it tells how it connects",
    r"^mysqldumpslow": "it tells which file it reads",
    r"^amtool config routes": "it says that it needs no server",
    r"^fuser -v": "it has a table for people, and names what the account may not see",
}
"""They say something on the other output too."""


def reason_of(text: str, table: Mapping[str, str]) -> str:
    """Return why a table has a command; empty where it has not."""
    return next((reason for pattern, reason in table.items() if re.search(pattern, text)), "")


def needs_illness(text: str) -> bool:
    """Whether a command is tried when something is wrong."""
    return any(re.search(pattern, text) for pattern in ILL)
