"""What ``/metrics`` tells of each component, against files that are reviewed in diffs.

``UPDATE_GOLDEN=1 pytest tests/end_to_end/test_golden.py`` writes them anew.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from live_exporter import Exporter, Stack
from live_exporter.project import sqlite_entry
from live_servers import free_port

GOLDEN = Path(__file__).parent / "golden"

STABLE = re.compile(
    r"\w+_(up|check_status|check_state|error|info|threshold_ratio|is_replica|read_only|loading|busy)"
)
"""Names of families whose values are the same on every machine and in every run."""

ALONE = ("database", "cache", "system", "migrations", "configuration")
"""The components that have a file of their own."""

DECLARED = """\
databases: {{default: {{url: "sqlite:///{path}"}}}}
tcp: {{redis: {{host: 127.0.0.1, port: {port}}}}}
sql:
  tables:
    query: SELECT type AS kind, count(*) AS known FROM sqlite_master GROUP BY type
    labels: [kind]
    help: Tables.
"""

UNSTABLE_LABELS = re.compile(r'\b(version|server|mountpoint|device|fstype)="[^"]+"')


def _masked(text: str) -> str:
    """The exposition without what differs between machines: values, versions, ports, devices.

    Left out are the daemon's own metrics, and the container's, which not every machine has.
    """
    lines = (
        _masked_line(line)
        for line in text.splitlines()
        if "django_health_exporter_" not in line
        and "django_health_container_" not in line
        and not line.removeprefix("# HELP ")
        .removeprefix("# TYPE ")
        .startswith(("process_", "python_"))
    )
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _masked_line(line: str) -> str:
    if line.startswith("#"):
        return line
    labelled = UNSTABLE_LABELS.sub(r'\1="<\1>"', line)
    name, _, labels = line.partition("{")
    if labels.startswith('check="system",') or 'check="system"}' in labels:
        return line.rpartition(" ")[0] + " <value>"  # the host may be busy
    return labelled if STABLE.fullmatch(name) else labelled.rpartition(" ")[0] + " <value>"


@pytest.mark.parametrize("component", ALONE)
def test_golden(stack: Stack, component: str) -> None:
    """Names, labels, types and texts are those of the golden file."""
    stack.exporter.scrape()
    _assert_golden(stack.exporter, component, component)


def test_golden_of_declared(stack: Stack, tmp_path: Path) -> None:
    """What is told of a port and of a query that the file declares."""
    file = tmp_path / "health.yml"
    server = stack.redis
    file.write_text(
        DECLARED.format(port=server.port, path=tmp_path / "own.sqlite3"), encoding="utf-8"
    )
    sqlite_entry(tmp_path / "own.sqlite3")
    with Exporter(tmp_path, [f"--config.file={file}"]) as exporter:
        _assert_golden(exporter, "tcp&collect[]=sql", "declared")


def test_golden_of_failure(tmp_path: Path) -> None:
    """What is told of a database and a cache that refuse."""
    environ = {
        "DATABASE_URL": f"postgres://app@127.0.0.1:{free_port()}/app",
        "CACHE_URL": f"redis://127.0.0.1:{free_port()}/0",
    }
    with Exporter(tmp_path, ["--no-collector.system"], environ) as exporter:
        _assert_golden(exporter, "database&collect[]=cache", "failure")


def _assert_golden(exporter: Exporter, components: str, name: str) -> None:
    answer = exporter.get(f"/metrics?collect[]={components}")
    assert answer.status == 200
    found = _masked(answer.body.decode())
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("accept", ["text/plain", "text/plain;version=1.0.0"])
def test_promtool_finds_nothing(stack: Stack, accept: str) -> None:
    """``promtool check metrics`` has no complaint about the whole of it."""
    body = stack.exporter.get("/metrics", {"Accept": accept}).body
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=body, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")
