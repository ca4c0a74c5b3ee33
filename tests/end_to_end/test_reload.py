"""A changed configuration file takes over while the daemon serves, or is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from live_exporter import Exporter
from live_exporter.project import sqlite_entry
from reloads import (
    LIFECYCLE,
    SUCCESSFUL,
    TIMESTAMP,
    eventually,
    hang_up,
    line_of,
    refused,
    reload,
    reloaded,
    up,
)


def _write(path: Path, *databases: str, more: str = "") -> None:
    entries = "".join(
        f"  {alias}: {{url: 'sqlite:///{path.parent}/a.db'}}\n" for alias in databases
    )
    path.write_text(f"databases:\n{entries}{more}", encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one database."""
    sqlite_entry(tmp_path / "a.db")
    path = tmp_path / "health.yaml"
    _write(path, "default")
    return path


@pytest.fixture
def exporter(file: Path) -> Iterator[Exporter]:
    """The daemon on that file."""
    with Exporter(file.parent, [f"--config.file={file}", LIFECYCLE]) as running:
        yield running


def test_databases_come_and_go(file: Path, exporter: Exporter) -> None:
    """What is in the new file alone is watched from now on, and what is not there is gone."""
    assert up(exporter) == {"default": 1}
    _write(file, "default", "added")
    assert reloaded(exporter) == "reloaded: 2 targets, found in the configuration file"
    assert up(exporter) == {"default": 1, "added": 1}
    _write(file, "added")
    reloaded(exporter)
    assert up(exporter) == {"added": 1}


def test_thresholds(file: Path, exporter: Exporter) -> None:
    """A threshold is told, and held against what is measured, from the next scrape on."""
    _write(file, "default", more="thresholds: {memory: {warning: 0.1, critical: 0.2}}\n")
    reloaded(exporter)
    samples = exporter.scrape()
    told = samples("django_health_threshold_ratio", resource="memory", level="critical")
    assert told == pytest.approx(0.002)
    assert samples("django_health_check_state", check="system", state="error") == 1


def test_environment_files(file: Path, exporter: Exporter, tmp_path: Path) -> None:
    """A file that the configuration names is read again with it: it may not be there any more."""
    secret = tmp_path / "password"
    secret.write_text("first", encoding="utf-8")
    entry = f"{{engine: postgresql, name: x, password_file: {secret}, host: /nowhere}}"
    _write(file, "default", more=f"  other: {entry}\n")
    reloaded(exporter)
    secret.unlink()
    assert "databases.other.password_file" in refused(exporter)
    assert set(up(exporter)) == {"default", "other"}


def test_bad_file_keeps_the_old(file: Path, exporter: Exporter) -> None:
    """The reason is answered and logged in one line; the metrics tell of it until it is good."""
    before = exporter.scrape()
    assert before(SUCCESSFUL) == 1
    assert before(TIMESTAMP) == pytest.approx(time.time(), abs=120)
    _write(file, "default", more="timeout: 3\n")
    reason = f"{file}: unknown key 'timeout', did you mean 'timeouts'?"
    assert refused(exporter) == reason
    after = exporter.scrape()
    assert (after(SUCCESSFUL), after(TIMESTAMP)) == (0, before(TIMESTAMP))
    assert after.labelled("django_health_database_up", "database") == {"default": 1}
    lines = [line for line in exporter.log.splitlines() if reason in line]
    assert len(lines) == 1
    assert "level=error" in lines[0]
    _write(file, "default")
    reloaded(exporter)
    again = exporter.scrape()
    assert again(SUCCESSFUL) == 1
    assert (again(TIMESTAMP) or 0) > (before(TIMESTAMP) or 0)


def test_no_secret_in_what_is_told(file: Path, exporter: Exporter) -> None:
    """A password stands neither in the answer nor in the log, wherever it stood in the file."""
    for more in (
        "  x: {url: 'postgres://u:canary-secret@h:port/x'}\n",
        "  x: {urll: canary-secret}\n",
        "  x: {url: canary-secret, password: [canary-secret}\n",
        "web: {max_requests: canary-secret}\n",
    ):
        _write(file, "default", more=more)
        assert "canary" not in refused(exporter)
    assert "canary" not in exporter.log


def test_hang_up(file: Path) -> None:
    """SIGHUP reloads, without the flag too; several at once are no harm."""
    with Exporter(file.parent, [f"--config.file={file}"]) as exporter:
        _write(file, "default", "added")
        hang_up(exporter)
        hang_up(exporter)
        eventually(lambda: set(up(exporter)) == {"default", "added"})
        _write(file, "default", more="nonsense: 1\n")
        hang_up(exporter)
        eventually(lambda: exporter.scrape()(SUCCESSFUL) == 0)
        assert set(up(exporter)) == {"default", "added"}


def test_needs_its_flag(file: Path) -> None:
    """Without the flag the request is refused with a line that names it."""
    with Exporter(file.parent, [f"--config.file={file}"]) as exporter:
        answer = reload(exporter)
        assert answer.status == 403
        assert "--web.enable-lifecycle" in line_of(answer)


def test_methods(exporter: Exporter) -> None:
    """POST and PUT reload, as in Prometheus; of any other it is said what there is."""
    assert reload(exporter, "PUT").status == 200
    for method in ("GET", "HEAD", "DELETE"):
        answer = reload(exporter, method)
        assert (answer.status, answer.headers["Allow"]) == (405, "POST, PUT")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-origin"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_browsers(exporter: Exporter, headers: dict[str, str]) -> None:
    """They may ask for somebody else's page: refused."""
    assert reload(exporter, **headers).status == 403


def test_what_is_read_at_the_start_alone(file: Path, exporter: Exporter) -> None:
    """It is told in one line; /config shows what is in force."""
    _write(file, "default", "added", more="web: {telemetry_path: /other, max_requests: 3}\n")
    line = reloaded(exporter)
    assert line.endswith(
        "web.telemetry_path, web.max_requests changed and will take effect after a restart"
    )
    assert set(up(exporter)) == {"default", "added"}
    shown = exporter.get("/config", {"Accept": "application/json"}).json()
    assert shown["web"]["telemetry_path"] == "/metrics"
    assert "web.telemetry_path" not in shown["origins"]
    warnings = [line for line in exporter.log.splitlines() if "after a restart" in line]
    assert len(warnings) == 1


def test_log_level_and_format(file: Path, exporter: Exporter) -> None:
    """Both take effect at once."""
    _write(file, "default", more="log: {level: debug, format: json}\n")
    reloaded(exporter)
    exporter.get("/-/ready")
    eventually(lambda: '"msg": "200 GET \'/-/ready\' from' in exporter.log)


def test_configuration_from_a_pipe(tmp_path: Path) -> None:
    """What can be read only once is not taken for an empty file."""
    sqlite_entry(tmp_path / "a.db")
    (tmp_path / "health.yaml").write_text("web: {enable_lifecycle: true}", encoding="utf-8")
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    with Exporter(tmp_path, ["--config.file=/dev/stdin", LIFECYCLE], environ) as exporter:
        assert "/dev/stdin: is no file that can be read again" in refused(exporter)


def test_web_configuration_file(file: Path, tmp_path: Path) -> None:
    """A bad one makes the reload fail with its reason; a good one is in force at once."""
    web = tmp_path / "web.yaml"
    web.write_text("http_server_config: {headers: {X-Frame-Options: deny}}", encoding="utf-8")
    with Exporter(
        tmp_path, [f"--config.file={file}", f"--web.config.file={web}", LIFECYCLE]
    ) as exporter:
        web.write_text("nonsense: 1", encoding="utf-8")
        _write(file, "default", "added")
        assert "unknown key 'nonsense'" in refused(exporter)
        assert set(up(exporter)) == {"default"}
        web.write_text(
            "http_server_config: {headers: {X-Frame-Options: sameorigin}}", encoding="utf-8"
        )
        reloaded(exporter)
        assert exporter.get("/-/ready").headers["X-Frame-Options"] == "sameorigin"
        assert set(up(exporter)) == {"default", "added"}
