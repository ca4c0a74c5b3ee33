"""``docs/faq.md``: what its answers name is there, and their figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import click

from django_health import connection
from django_health.checks.celery import check as celery
from django_health.databases import seldom
from django_health.host import mounts
from django_health.settings import HealthSettings
from django_health_exporter.cli.program import COMMANDS, program
from mixin.rules.table import FILES
from mixin.thresholds import CONNECTIONS_WARNING

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "faq.md").read_text(encoding="utf-8")
ANSWERS = re.findall(r"(?ms)^### (.+?)\n\n(.+?)(?=^##|\Z)", TEXT)


def test_there_are_questions_and_each_has_an_answer() -> None:
    """Some dozens, in groups."""
    assert 20 <= len(ANSWERS) <= 40
    assert len(ANSWERS) == TEXT.count("\n### ")
    assert min(len(answer) for _, answer in ANSWERS) > 50
    assert TEXT.count("\n## ") == 5


def test_no_question_is_asked_twice() -> None:
    """They are headings, to which others link."""
    questions = [question for question, _ in ANSWERS]
    assert len(set(questions)) == len(questions)


def test_the_alerts_are_there() -> None:
    """Each that is named."""
    alerts = {alert.name for file in FILES for alert in file.alerts}
    named = set(re.findall(r"`(DjangoHealth\w+)`", TEXT))
    assert named
    assert named <= alerts


def _flags() -> set[str]:
    found = [program.get_command(click.Context(program), name) for name in COMMANDS]
    return {option for one in found if one for parameter in one.params for option in parameter.opts}


def test_the_flags_are_there() -> None:
    """Of any command; ``--preload`` is gunicorn's."""
    named = set(re.findall(r"`(--[\w.-]+)", TEXT)) - {"--preload"}
    assert named
    assert named <= _flags()


def test_the_settings_are_there() -> None:
    """Those of ``HEALTH_CHECK`` that are named."""
    assert "`MAX_AGE`" in TEXT
    assert HealthSettings().max_age == 1.0


def test_the_figures() -> None:
    """In words, and those of the code."""
    said = {
        "For ten minutes at most: then a connection is replaced": connection.MAX_AGE == 600,
        "does so at 80 %": f"{CONNECTIONS_WARNING}" == "0.8",
        "they are asked every fifteen seconds at most": celery.INTERVAL == 15,
        "the size of a database, is asked once a minute": seldom.SIZE_INTERVAL == 60,
    }
    assert [words for words, is_so in said.items() if words not in TEXT or not is_so] == []


def test_file_systems_that_are_not_asked() -> None:
    """Those of the answer are in the list."""
    assert "(NFS, SMB, Ceph, FUSE and their kin)" in TEXT
    assert {"nfs", "smb3", "ceph", "fuse"} <= mounts.NETWORK_TYPES
