"""All of it on this machine: it starts, tells what breaks and is mended, and leaves nothing."""

from __future__ import annotations

import json
import re
import signal
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demonstrated_stack import PATIENCE, Stack, running_stack, starting_stack
from deploy.stack.names import ALERTS
from deploy.stack.ports import is_taken
from deploy.stack.processes import Process

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """All of it, well at first and after each test."""
    with running_stack() as stack:
        yield stack


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own
        return json.load(answer)


def _targets(stack: Stack) -> dict[str, str]:
    """Each job of Prometheus, and how its target is."""
    url = urllib.parse.urljoin(stack.url("Prometheus: targets"), "/api/v1/targets")
    targets = _get(url)["data"]["activeTargets"]
    return {target["labels"]["job"]: target["health"] for target in targets}


def _is_told(stack: Stack, status: str, alert: str, place: str) -> bool:
    pattern = rf"^\S+ (pager|chat): {status} \w+ {alert} .*{re.escape(place)}"
    return re.search(pattern, stack.told, flags=re.MULTILINE) is not None


def test_every_target_is_up(stack: Stack) -> None:
    """Prometheus reaches the exporter, itself and Alertmanager."""
    expected = dict.fromkeys(("django", "prometheus", "alertmanager"), "up")
    stack.wait(lambda: _targets(stack) == expected, "every target is up")


def test_the_exporter_finds_all_of_it_well(stack: Stack) -> None:
    """Servers, tables, worker and web server; what the host lacks is its own matter."""
    url = urllib.parse.urljoin(stack.url("metrics"), "/health/detailed/")
    found: dict[str, str] = {}

    def is_well() -> bool:
        found.update({name: one["status"] for name, one in _get(url)["checks"].items()})
        return {status for name, status in found.items() if name != "system"} == {"ok"}

    stack.wait(is_well, "all is well")
    assert {"database", "cache", "celery", "migrations", "configuration", "http"} <= set(found)


def test_the_urls_that_it_tells_can_be_opened(stack: Stack) -> None:
    """All of them, as they are printed."""
    urls = re.findall(r"^  (http\S+)  ", stack.told, flags=re.MULTILINE)
    assert sorted(urls) == sorted(stack.state.urls.values())
    for url in urls:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own
            assert answer.status == 200, url


def test_its_state_names_every_part(stack: Stack) -> None:
    """With its processes, by which they are ended, and its port."""
    assert set(stack.state.parts) == set(ALERTS)
    for name, part in stack.state.parts.items():
        assert part.condition == "running", name
        assert all(process.lives() for process in part.processes[:1]), name
        assert bool(part.port) == (name != "worker")


def test_what_breaks_is_told_and_what_is_mended_too(stack: Stack) -> None:
    """A server that has ended, and one that stands still."""
    ways = {("database",): "database=default", ("memcached", "--freeze"): "cache=pages"}
    alerts = {
        "database=default": "DjangoHealthDatabaseDown",
        "cache=pages": "DjangoHealthCacheDown",
    }
    for way, place in ways.items():
        answer = stack.command("break", *way)
        assert answer.returncode == 0, answer.stdout
        assert alerts[place] in answer.stdout
    for place, alert in alerts.items():
        stack.wait(lambda a=alert, p=place: _is_told(stack, "FIRING", a, p), f"{alert} fires")  # type: ignore[misc]
    for name, *_ in ways:
        assert stack.command("mend", name).returncode == 0
    for place, alert in alerts.items():
        stack.wait(lambda a=alert, p=place: _is_told(stack, "RESOLVED", a, p), f"{alert} resolves")  # type: ignore[misc]
    assert {part.condition for part in stack.state.parts.values()} == {"running"}


def test_the_dead_mans_switch_tells_when_nobody_can(stack: Stack) -> None:
    """Without Prometheus no alert arrives, and that is told."""
    stack.wait(lambda: "dead-mans-switch: alerts get through" in stack.told, "the switch is fed")
    assert "dead man" in stack.command("break", "prometheus").stdout
    stack.wait(lambda: "dead-mans-switch: nothing for" in stack.told, "the silence is told")
    assert stack.command("mend", "prometheus").returncode == 0


def test_an_unknown_name_is_told_in_a_line(stack: Stack) -> None:
    """With all names that there are."""
    answer = stack.command("break", "nonsense")
    assert answer.returncode == 1
    assert "'nonsense'" in answer.stdout
    assert "postgresql" in answer.stdout
    assert answer.stdout.count("\n") == 1


def test_a_second_one_in_the_same_folder_is_refused(stack: Stack) -> None:
    """The first one is none the worse."""
    before = stack.state
    answer = stack.command("up", "--quick")
    assert answer.returncode == 1
    assert "stack-stop" in answer.stdout
    assert stack.state == before
    assert (stack.folder / "secrets").is_dir()


def test_no_password_is_told(stack: Stack) -> None:
    """Neither on the terminal, nor in a log or a command line, nor to other users."""
    secrets = [file.read_text(encoding="utf-8") for file in (stack.folder / "secrets").iterdir()]
    assert len(secrets) >= 5
    told = stack.told + json.dumps(stack.state.urls)
    for log in stack.folder.rglob("log"):
        told += log.read_text(encoding="utf-8", errors="replace")
    for process in (one for part in stack.state.parts.values() for one in part.processes):
        if process.lives():
            told += Path(f"/proc/{process.pid}/cmdline").read_bytes().decode(errors="replace")
    assert not [secret for secret in secrets if secret in told]
    assert (stack.folder / "secrets").stat().st_mode & 0o077 == 0


def test_ending_leaves_nothing_behind(stack: Stack) -> None:
    """No process, no port, no state; asked once more, it says that nothing runs."""
    parts = stack.state.parts.values()
    processes = [process for part in parts for process in part.processes]
    ports = [part.port for part in parts if part.port]
    answer = stack.command("stop")
    assert answer.stdout == "everything has ended\n"
    assert stack.process.wait(PATIENCE) == 0
    assert not any(process.lives() for process in processes)
    assert not any(is_taken(port) for port in ports)
    assert "nothing runs" in stack.command("stop").stdout
    assert "no stack runs" in stack.command("break", "database").stdout


def test_ctrl_c_while_it_starts_ends_what_was_started() -> None:
    """With exit code 0, for nothing went wrong."""
    with starting_stack() as stack:
        stack.wait(lambda: "memcached on port" in stack.told, "the servers run")
        stack.wait(lambda: len(stack.state.parts) >= 4, "their processes are known")
        started: list[Process] = [
            process for part in stack.state.parts.values() for process in part.processes
        ]
        assert all(process.lives() for process in started)
        stack.process.send_signal(signal.SIGINT)
        assert stack.process.wait(PATIENCE) == 0
        assert not any(process.lives() for process in started)
        assert "everything has ended" in stack.told
