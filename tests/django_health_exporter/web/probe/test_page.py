"""``/probe`` over HTTP."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families as parse_text

from django_health.result import Outcome, Status
from django_health_exporter.own.build import build_figures
from live_servers.programs import find_program
from running_web import (
    VALUE,
    FakeCheck,
    HangingCheck,
    RaisingCheck,
    RunningWeb,
    ask,
    running_web,
)

DATABASE = "/probe?target=database/default"


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server with a database that works, one that does not, and their migrations."""
    checks = [
        FakeCheck("database"),
        FakeCheck("migrations", "default", Status.WARNING),
        RaisingCheck("database", "broken"),
        FakeCheck("cache"),
        FakeCheck("system", ""),
    ]
    with running_web(checks, tellers=[build_figures]) as running:
        yield running


def test_tells_of_the_target_alone(web: RunningWeb) -> None:
    """Its own families, and those by which the alerts of blackbox_exporter's users know it."""
    answer = web.get(DATABASE)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert "\nprobe_success 1.0\n" in answer.text
    assert '\ndjango_health_database_up{database="default"} 1.0\n' in answer.text
    assert '\ndjango_health_migrations_up{database="default"} 1.0\n' in answer.text
    names = [family.name for family in parse_text(answer.text)]
    assert len(names) == len(set(names))
    assert {"probe_duration_seconds", "django_health_check_status"} <= set(names)
    assert not [name for name in names if "exporter" in name or "cache" in name]
    for absent in ("broken", 'check="cache"', 'check="system"'):
        assert absent not in answer.text


def test_a_broken_target_is_no_success(web: RunningWeb) -> None:
    """Its reason is told, and its exception's text is not."""
    text = web.get("/probe?target=database/broken").text
    assert "\nprobe_success 0.0\n" in text
    assert '\ndjango_health_database_error{database="broken",reason="internal"} 1.0\n' in text
    assert "canary-password" not in text


def test_promtool_finds_nothing_wrong(web: RunningWeb) -> None:
    """The linter of Prometheus is content."""
    promtool = find_program("prometheus", "promtool")
    linted = subprocess.run(
        [promtool, "check", "metrics"],
        input=web.get(DATABASE).body,
        capture_output=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, b"", b"")


def test_only_the_target_is_asked() -> None:
    """Neither another alias of the component nor another component of the alias runs."""
    asked, other = FakeCheck("database", "a"), FakeCheck("database", "b")
    migrations, cache = FakeCheck("migrations", "a"), FakeCheck("cache", "a")
    with running_web([asked, other, migrations, cache]) as web:
        web.get("/probe?target=database/a")
        web.get("/probe?target=database%2Fa&collect[]=migrations")
        assert [check.runs for check in (asked, other, migrations, cache)] == [1, 0, 2, 0]


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("", 400, "target is missing: there are "),
        ("?target=default", 404, "unknown target 'default': there are database/default, "),
        ("?target=http://127.0.0.1:1/", 404, "unknown target 'http://127.0.0.1:1/'"),
        ("?target=system&collect[]=cache", 400, "unknown check 'cache' in collect[]"),
        ("?target=system&debug=yes", 400, "debug is true or false"),
        ("?target=%ff", 400, "target is no UTF-8"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    web: RunningWeb, query: str, status: int, text: str
) -> None:
    """The client is told in one plain line what is wrong."""
    answer = web.get(f"/probe{query}")
    assert answer.status == status
    assert answer.text.startswith(text)
    assert answer.text.count("\n") == 1
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_other_methods(web: RunningWeb) -> None:
    """HEAD has the headers alone, and there is no other method."""
    head = web.get(DATABASE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert web.get(DATABASE, "POST").status == 405


def test_answers_inside_the_limit_of_the_client() -> None:
    """A hanging check is told as timed out; a limit that is none is refused."""
    with running_web([HangingCheck("cache"), FakeCheck("database")]) as web:
        connection = web.connect(timeout=10)  # the check itself would take much longer
        path = "/probe?target=cache/default"
        answer = ask(connection, path, X_Prometheus_Scrape_Timeout_Seconds="0.4")
        connection.close()
        assert "\nprobe_success 0.0\n" in answer.text
        assert '\ndjango_health_cache_error{cache="default",reason="timeout"} 1.0\n' in answer.text
        assert web.get(DATABASE, X_Prometheus_Scrape_Timeout_Seconds="0").status == 400


def test_a_run_under_way_is_shared() -> None:
    """A probe joins the run of a scrape, and is answered by it."""
    check = HangingCheck("cache")
    with running_web([check]) as web:
        scrape = web.connect()
        scrape.request("GET", "/metrics")
        assert check.entered.wait(30)
        probe = web.connect()
        probe.request("GET", "/probe?target=cache/default")
        _wait_for_rounds(web, 2)
        check.released.set()
        assert b"probe_success 1.0" in probe.getresponse().read()
        assert b'up{cache="default"} 1.0' in scrape.getresponse().read()
        assert check.runs == 1
        scrape.close()
        probe.close()


def _wait_for_rounds(web: RunningWeb, number: int) -> None:
    """Wait until so many requests wait for the run of the one check."""
    deadline = time.monotonic() + 30
    (slot,) = web.engine._slots
    while slot.flight is None or len(slot.flight.waiting) < number:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_kept_answer_is_given_again() -> None:
    """What is costly to ask is asked once in its interval, also by probes."""
    check = FakeCheck("cache")
    check.min_interval = 1000
    with running_web([check]) as web:
        web.get("/metrics")
        web.get("/probe?target=cache/default")
        debug = web.get("/probe?target=cache/default&debug=true").text
    assert check.runs == 1
    assert "\n  kept from " in debug


def test_debugging_tells_the_way_to_the_metrics(web: RunningWeb) -> None:
    """Text for people: what was asked, what came of it, and the metrics at the end."""
    answer = web.get("/probe?target=database/broken&debug=true")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text.startswith("Probe of database/broken:\n  checks: database\n")
    assert "\n  reason: internal\n" in answer.text
    _, _, metrics = answer.text.partition("Metrics that would have been returned:\n")
    assert "\nprobe_success 0.0\n" in metrics
    assert "canary-password" not in answer.text


def test_debugging_is_for_the_allowed(web: RunningWeb) -> None:
    """Who comes through a proxy is told no more than what everybody is."""
    answer = web.get(f"{DATABASE}&debug=true", X_Forwarded_For="192.0.2.1")
    assert (answer.status, answer.text) == (403, "debug is for those alone who may see details\n")
    assert web.get(f"{DATABASE}&debug=false", X_Forwarded_For="192.0.2.1").status == 200


class ManyFigures(FakeCheck):
    """Measures so much that its page is made off the event loop."""

    COUNT = 1500

    def check(self) -> Outcome:
        """Answer."""
        return Outcome(measurements=tuple(VALUE(n, str(n)) for n in range(self.COUNT)))


def test_a_long_page_is_rendered_too() -> None:
    """A target of very many figures is answered like any other."""
    with running_web([ManyFigures("sql", "many")]) as web:
        text = web.get("/probe?target=sql/many").text
    assert text.count("\ndjango_health_fake_value{") == ManyFigures.COUNT
