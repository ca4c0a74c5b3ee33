"""Alerts about file systems: by how full they are, and by how fast they fill."""

from __future__ import annotations

from collections.abc import Mapping

from mixin.rules.exported import reaches
from mixin.rules.rule import Alert, Group, Severity
from mixin.thresholds import DISK_NEAR, INODES_CRITICAL, INODES_WARNING

_PREFIX = "django_health_system_filesystem_"
_WRITABLE = f"{_PREFIX}read_only == 0"
"""What cannot be written can only be full."""

_WHERE = "{{ $labels.mountpoint }} of {{ $labels.instance }}"


def _alert(name: str, expr: str, severity: Severity, for_: str, texts: Mapping[str, str]) -> Alert:
    return Alert(
        name=f"DjangoHealth{name}",
        expr=expr,
        severity=severity,
        component="system",
        summary=texts["summary"],
        description=texts["description"],
        dashboard="dhe-host",
        kept={"job": "job", "instance": "instance", "alias": "mountpoint"},
        for_=for_,
        keep_firing_for="5m" if severity is Severity.CRITICAL else "",
    )


def _full(level: str, for_: str) -> Alert:
    return _alert(
        "DiskFull",
        f"{reaches(f'{_PREFIX}usage_ratio', 'disk', level)}\nand {_WRITABLE}",
        Severity(level),
        for_,
        {
            "summary": f"The disk {_WHERE} is nearly full",
            "description": f"""
                It is {{{{ $value | humanizePercentage }}}} full, which is the {level} threshold of
                its daemon or above. Find what takes the space (du -xh), and delete it or enlarge
                the file system.
            """,
        },
    )


def _filling(level: str, hours: int, for_: str) -> Alert:
    near = reaches(f"{_PREFIX}usage_ratio", "disk", level, DISK_NEAR)
    return _alert(
        "DiskFilling",
        f"""
        {near}
        and predict_linear({_PREFIX}available_bytes[6h], {hours * 3600}) <= 0
        and {_WRITABLE}
        """,
        Severity(level),
        for_,
        {
            "summary": f"The disk {_WHERE} fills up",
            "description": f"""
                It is {{{{ $value | humanizePercentage }}}} full, and if it goes on as in the last
                six hours nothing is left in {hours} hours. Find what grows (du -xh), and stop it
                before it is full.
            """,
        },
    )


def _few_inodes(severity: Severity, free: float, for_: str) -> Alert:
    return _alert(
        "InodesLow",
        f"""
        {_PREFIX}inodes_free / {_PREFIX}inodes <= {free}
        and {_PREFIX}inodes > 0
        and {_WRITABLE}
        """,
        severity,
        for_,
        {
            "summary": f"The file system {_WHERE} runs out of inodes",
            "description": """
                {{ $value | humanizePercentage }} of its inodes are free: soon no file can be made,
                although there is space. Find the folder with the many small files, often sessions,
                caches or mail.
            """,
        },
    )


INODES_FILLING = _alert(
    "InodesFilling",
    f"""
    {_PREFIX}inodes_free / {_PREFIX}inodes <= {2 * INODES_WARNING}
    and {_PREFIX}inodes > 0
    and predict_linear({_PREFIX}inodes_free[6h], {24 * 3600}) <= 0
    and {_WRITABLE}
    """,
    Severity.WARNING,
    "1h",
    {
        "summary": f"The file system {_WHERE} uses up its inodes",
        "description": """
            {{ $value | humanizePercentage }} of its inodes are free, and if it goes on as in the
            last six hours none is left in a day. Find out what makes so many files and does not
            delete them.
        """,
    },
)

READ_ONLY = _alert(
    "FilesystemReadOnly",
    f"""
    {_PREFIX}read_only == 1
    and min_over_time({_PREFIX}read_only[1d]) == 0
    """,
    Severity.CRITICAL,
    "5m",
    {
        "summary": f"The file system {_WHERE} can no longer be written",
        "description": """
            Within the last day it could. The kernel takes the right to write away when a disk has
            errors: look into its log (dmesg) before anything is mounted anew.
        """,
    },
)

DISKS = Group(
    "django-health-disks",
    [
        _full("critical", "5m"),
        _full("warning", "15m"),
        _filling("critical", 4, "30m"),
        _filling("warning", 24, "1h"),
        _few_inodes(Severity.CRITICAL, INODES_CRITICAL, "15m"),
        _few_inodes(Severity.WARNING, INODES_WARNING, "30m"),
        INODES_FILLING,
        READ_ONLY,
    ],
)
