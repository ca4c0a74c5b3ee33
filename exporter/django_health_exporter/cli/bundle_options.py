"""Flags of the commands that write what the program carries."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from shutil import get_terminal_size
from typing import Any

import click
from click.shell_completion import CompletionItem

from django_health_exporter.bundled.thresholds import Offered, offered, written
from django_health_exporter.cli.writing import writing

WIDE = 130
"""Columns from which on a table of thresholds has the alerts too."""

_JOB = re.compile(r"[\w.:/@+~=-]+")
_DASHBOARD = re.compile(r"^dhe-")


def bundle_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Declare ``--job``, ``--threshold``, ``--list-thresholds`` and ``--force``."""
    for declare in (
        click.option("--force", is_flag=True, help="Replace files that others have made."),
        click.option(
            "--list-thresholds",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_list,
            help="Tell what --threshold takes, and end.",
        ),
        click.option(
            "--threshold",
            "wanted",
            multiple=True,
            metavar="NAME=NUMBER",
            shell_complete=_names,
            help="Another number than the default; may be repeated.",
        ),
    ):
        command = declare(command)
    return command


def job_option(text: str) -> Callable[..., Any]:
    """Declare ``--job``.

    Args:
        text: What it does, for ``--help``.
    """
    return click.option("--job", default="", metavar="NAME", callback=_job, help=text)


def _job(_context: click.Context, _parameter: click.Parameter, job: str) -> str:
    if job and not _JOB.fullmatch(job):
        raise click.BadParameter(
            "a name has letters, digits and _ - . : / @ + ~ = here: change job_name in Prometheus"
        )
    return job


def _names(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [
        CompletionItem(f"{name}=", help=one.text)
        for name, one in offered().items()
        if name.startswith(incomplete)
    ]


def _list(context: click.Context, _parameter: click.Parameter, is_wanted: bool) -> None:
    if not is_wanted or context.resilient_parsing:
        return
    from django_health.terminal.printing import show  # noqa: PLC0415 - rich, for people alone
    from django_health.terminal.rows import RowTable  # noqa: PLC0415 - the same

    columns = 4 if _is_wide() else 3
    rows = [
        (name, f"{written(one.default)} {one.unit}", one.text, _users(one))[:columns]
        for name, one in offered().items()
    ]
    headings = ("threshold", "default", "meaning", "for")[:columns]
    with writing(sys.stdout):
        show(RowTable(headings, rows), sys.stdout)
    context.exit()


def _is_wide() -> bool:
    """Whether there is room for the names of alerts: in a pipe there is."""
    return not sys.stdout.isatty() or get_terminal_size().columns >= WIDE


def _users(one: Offered) -> str:
    """Return the alerts that compare with it; where there is none, the dashboards."""
    alerts = (name.removeprefix("DjangoHealth") for name in one.alerts)
    return " ".join(alerts) or " ".join(_DASHBOARD.sub("", uid) for uid in one.dashboards)
