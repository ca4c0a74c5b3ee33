"""``/metrics`` over HTTP."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families as parse_text

from django_health_exporter.own.build import build_figures
from django_health_exporter.own.process import ProcessFigures
from django_health_exporter.web.config import WebConfig
from running_web import FakeCheck, HangingCheck, RaisingCheck, RunningWeb, ask, running_web


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    """A server with checks that work and one that fails."""
    checks = [FakeCheck("database", f"db{n}") for n in range(20)]
    checks += [FakeCheck("cache"), RaisingCheck("system", "")]
    with running_web(checks, tellers=[build_figures, ProcessFigures()]) as running:
        yield running


def test_answers_with_all_families(web: RunningWeb) -> None:
    """The checks, the engine and the daemon's own figures are there, each family once."""
    answer = web.get("/metrics")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.headers["Cache-Control"] == "no-store"
    names = [family.name for family in parse_text(answer.text)]
    assert len(names) == len(set(names))
    assert {
        "django_health_check_status",
        "django_health_fake_value",
        "django_health_exporter_stuck_checks",
        "django_health_exporter_threads",
        "django_health_exporter_build_info",
        "process_open_fds",
    } <= set(names)
    assert '\ndjango_health_check_status{check="system"} 0.0\n' in answer.text
    assert '\ndjango_health_check_status{check="cache"} 1.0\n' in answer.text
    assert "canary-password" not in answer.text


def test_promtool_finds_nothing_wrong(web: RunningWeb) -> None:
    """The linter of Prometheus is content."""
    promtool = which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    linted = subprocess.run(
        [promtool, "check", "metrics"],
        input=web.get("/metrics").body,
        capture_output=True,
        check=False,
    )
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, b"", b"")


def test_head_has_the_headers_alone(web: RunningWeb) -> None:
    """HEAD is answered like GET, without the body, and the connection stays usable."""
    connection = web.connect()
    head = ask(connection, "/metrics", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) > 1000
    assert head.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert ask(connection, "/-/healthy").text == "ok\n"
    connection.close()


def test_collect_asks_these_alone() -> None:
    """What is not asked for is neither run nor told; other parameters change nothing."""
    database, cache = FakeCheck("database"), FakeCheck("cache")
    with running_web([database, cache]) as web:
        text = web.get("/metrics?collect[]=cache&other=x").text
        assert (database.runs, cache.runs) == (0, 1)
        assert 'check="cache"' in text
        assert 'check="database"' not in text
        web.get("/metrics?collect%5B%5D=cache&collect%5B%5D=database")
        assert (database.runs, cache.runs) == (1, 2)
        assert 'check="cache"' not in web.get("/metrics?exclude[]=cache").text
        assert (database.runs, cache.runs) == (2, 2)
        web.get("/metrics?name[]=x")
        assert (database.runs, cache.runs) == (3, 3)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (
            "collect[]=nope",
            "unknown check 'nope' in collect[], there are database, cache, system\n",
        ),
        (
            "exclude[]=%0d%0anope",
            "unknown check 'nope' in exclude[], there are database, cache, system\n",
        ),
        ("collect[]=cache&exclude[]=system", "collect[] and exclude[] cannot be combined\n"),
        (
            "exclude[]=database&exclude[]=cache&exclude[]=system",
            "exclude[] leaves no check\n",
        ),
        ("collect[]=%ff", "collect[] is no UTF-8\n"),
    ],
)
def test_contradictory_parameters_are_refused(web: RunningWeb, query: str, text: str) -> None:
    """The client is told in one plain line what is wrong."""
    answer = web.get(f"/metrics?{query}")
    assert (answer.status, answer.text) == (400, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("header", ["0", "nan", "inf", "-3", "soon", ""])
def test_a_limit_that_is_no_time_is_refused(web: RunningWeb, header: str) -> None:
    """A wrong header is not taken for none."""
    answer = web.get("/metrics", X_Prometheus_Scrape_Timeout_Seconds=header)
    assert answer.status == 400
    assert answer.text.count("\n") == 1


def test_answers_inside_the_limit_of_the_client() -> None:
    """A hanging check is told as timed out, all others as they are."""
    with running_web([FakeCheck("database"), HangingCheck("cache")]) as web:
        connection = web.connect(timeout=10)  # the check itself would take much longer
        answer = ask(connection, "/metrics", X_Prometheus_Scrape_Timeout_Seconds="0.4")
        connection.close()
    assert answer.status == 200
    assert '\ndjango_health_check_status{check="database"} 1.0\n' in answer.text
    assert '\ndjango_health_check_status{check="cache"} 0.0\n' in answer.text
    assert '\ndjango_health_check_error{check="cache",reason="timeout"} 1.0\n' in answer.text


def test_answers_inside_the_configured_limit() -> None:
    """Who names no limit gets the configured one."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), scrape_timeout=0.4, timeout_offset=0.1)
    with running_web([HangingCheck("cache")], config) as web:
        assert '{check="cache",reason="timeout"} 1.0' in web.get("/metrics").text


def test_a_stuck_check_is_counted() -> None:
    """The daemon tells how many runs have overrun their timeout."""
    check = HangingCheck("cache")
    check.timeout = 0.01
    with running_web([check]) as web:
        web.get("/metrics")
        assert "\ndjango_health_exporter_stuck_checks 1.0\n" in web.get("/metrics").text


def test_the_path_can_be_another() -> None:
    """The metrics are where they are configured to be, and there alone."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), telemetry_path="/a.b/(c")
    with running_web([FakeCheck()], config) as web:
        assert web.get("/a.b/(c").status == 200
        assert web.get("/aXb/(c").status == 404
        assert web.get("/metrics").status == 404


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")),
    st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
def test_no_accept_header_breaks_it(web: RunningWeb, accept: str, encoding: str) -> None:
    """Whatever a client says that it takes, it gets the metrics."""
    request = (
        f"GET /metrics?collect[]=cache HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Accept: {accept}\r\nAccept-Encoding: {encoding}\r\n\r\n"
    )
    assert web.raw(request.encode("latin-1")).startswith(b"HTTP/1.1 200 OK\r\n")
