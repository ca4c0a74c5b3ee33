"""``docs/faq.md``: what its answers name is there, and their figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import bcrypt
import click

from django_health import connection
from django_health.checks.celery import check as celery
from django_health.databases import seldom
from django_health.grants import needs
from django_health.result import Kind
from django_health.settings import HealthSettings
from django_health_exporter.cli.program import COMMANDS, program
from live_exporter import Exporter, run_command
from mixin.rules.rule import Severity
from mixin.rules.table import FILES
from mixin.thresholds import CONNECTIONS_WARNING
from reference.metrics import families

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


def _answer(beginning: str) -> str:
    """The answer to the question that begins so, as one line."""
    (found,) = [answer for question, answer in ANSWERS if question.startswith(beginning)]
    return " ".join(found.split())


SECONDS = {"": 0, "m": 60, "h": 3600}


def test_how_long_alerts_wait() -> None:
    """Those that are named, and most of the others: three of four are most."""
    answer = _answer("An alert rang")
    assert "wait two minutes, most others five or longer" in answer
    alerts = [alert for file in FILES for alert in file.alerts]
    waits = {a.name: int(a.for_[:-1] or 0) * SECONDS[a.for_[-1:]] for a in alerts}
    assert {waits[name] for name in re.findall(r"`(DjangoHealth\w+)`", answer)} == {120}
    assert sum(seconds >= 300 for seconds in waits.values()) > 0.75 * len(waits)
    restarted = {alert.severity for alert in alerts if alert.name.endswith("Restarted")}
    assert restarted == {Severity.INFO}


BASIC_AUTH = "basic_auth_users:\n  prometheus: {}\n"


def test_the_paths_that_need_no_password(tmp_path: Path) -> None:
    """With the flags of the answer all three are open; one alone is instead of the others."""
    flags = re.findall(r"--web\.exempt-path=[\w/-]+", _answer("The load balancer cannot"))
    web = tmp_path / "web.yaml"
    hashed = bcrypt.hashpw(b"canary", bcrypt.gensalt(4)).decode()
    web.write_text(BASIC_AUTH.format(hashed), encoding="utf-8")
    paths = ["/-/healthy", "/-/ready", "/health/"]
    base = [f"--web.config.file={web}"]
    with Exporter(tmp_path, [*base, *flags]) as exporter:
        assert 401 not in [exporter.get(path).status for path in paths]
        assert exporter.get("/metrics").status == 401
    config = tmp_path / "config.yaml"
    config.write_text("web: {exempt_paths: [/-/healthy, /health/]}\n", encoding="utf-8")
    with Exporter(tmp_path, [*base, f"--config.file={config}"]) as exporter:
        assert exporter.get("/-/ready").status == 401


def test_where_a_password_stands_as_it_is(tmp_path: Path) -> None:
    """By itself, and not within a URL."""
    answer = _answer("My password has an `@`")
    (url,) = re.findall(r"`(url: [^`]+)`", answer)
    (password,) = re.findall(r"`(password: [^`]+)`", answer)
    alone = f"url: postgres://monitor@db/shop, {password}"
    file = tmp_path / "config.yaml"
    for entry, code in ((url, 2), (alone.replace("${PW}", '"${PW}"'), 0)):
        file.write_text(f"databases: {{a: {{{entry}}}}}\n", encoding="utf-8")
        run = run_command(tmp_path, "config", "check", f"--config.file={file}", PW="a@b#c")
        assert (entry, run.returncode, run.stderr if code == 0 else "") == (entry, code, "")


def test_the_tables_that_are_touched() -> None:
    """Those of the project that grants know of."""
    answer = _answer("Monitoring has taken a database down")
    assert f"`{needs.MIGRATIONS}` and those of django-celery-beat are read" in answer
    assert all(name.startswith("django_celery_beat_") for name in needs.BEAT_TABLES)
    assert needs.CACHE == ("SELECT", "INSERT", "DELETE")
    assert "in the table of a cache a key of its own is written, read and deleted" in answer


def test_what_the_views_have_no_parameters_for() -> None:
    """As soon as they have, the answer has to say so."""
    answer = _answer("The Celery check")
    assert "`/health/metrics` of the views has no such parameters" in answer
    library = Path(connection.__file__).parent
    sources = [file.read_text(encoding="utf-8") for file in library.rglob("*.py")]
    assert [text for text in sources if re.search(r"collect\[\]|exclude\[\]", text)] == []


def test_counters_are_not_those_of_a_worker() -> None:
    """A worker's own are the daemon's alone: nothing in the library counts for itself."""
    assert "counters of `/health/metrics` are those of the servers and of the host" in TEXT
    counters = [family.name for family in families() if family.kind is Kind.COUNTER]
    assert counters
    of_servers = re.compile(r"django_health_(database|cache|system|container)_")
    of_the_daemon = re.compile(r"django_health_exporter_|process_|python_")
    others = [name for name in counters if not of_servers.match(name)]
    assert [name for name in others if not of_the_daemon.match(name)] == []
