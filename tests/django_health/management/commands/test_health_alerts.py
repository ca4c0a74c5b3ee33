"""``manage.py health_alerts``, run as users run it: a real project, a real receiver."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import django_health
from alert_channels import PostOffice, eventually, post_office
from live_servers import SilentListener, free_port
from live_site.project import write_site

CANARY = "hunter2-token"
LIGHT = dict.fromkeys(("system", "migrations", "celery", "configuration", "cache"), False)
FAST = {"INTERVAL": 1, "FIRE_AFTER": 0, "RESOLVE_AFTER": 0}


class Ground:
    """A project that watches a port, and a receiver of its alerts."""

    def __init__(self, folder: Path, office: PostOffice) -> None:
        self.folder = folder
        self.office = office
        self.port = free_port()
        self._count = 0
        self.module = ""
        self.state = str(folder / "alerts.json")
        self.write(STATE_FILE=self.state)

    def write(
        self,
        *,
        http: dict[str, Any] | None = None,
        caches: dict[str, Any] | None = None,
        **alerting: Any,
    ) -> None:
        """Write a project, with a section for alerts, pages to look at, and caches."""
        self._count += 1
        name = f"shop{self._count}"
        hook = {"TYPE": "webhook", "URL": f"{self.office.url}/ops?token={CANARY}", "TIMEOUT": 2}
        section = {**FAST, "CHANNELS": {"ops": hook}, **alerting}
        tcp = {"gate": {"HOST": "127.0.0.1", "PORT": self.port}}
        health = {"CHECKS": LIGHT, "TCP": tcp, "HTTP": http or {}, "ALERTING": section}
        more: dict[str, Any] = {"CACHES": caches} if caches else {}
        write_site(self.folder, name, HEALTH_CHECK=health, **more)
        self.module = f"{name}.settings"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command."""
        package = str(Path(django_health.__file__).parents[1])
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join((package, str(self.folder)))}
        command = [sys.executable, "-W", "error", "-m", "django", "health_alerts", *arguments]
        return subprocess.Popen(
            [*command, f"--settings={self.module}"],
            cwd=self.folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run it to its end: exit code, what it said, and its errors without log lines."""
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=60)
        lines = [line for line in errors.splitlines() if line.startswith("CommandError: ")]
        assert CANARY not in out + errors
        assert "Traceback" not in errors
        return process.returncode, out, "\n".join(lines)

    @property
    def events(self) -> list[str]:
        """What the receiver was told."""
        return [a["event"] for post in self.office.posts for a in post.document["alerts"]]


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """With nobody on the port."""
    with post_office() as office:
        yield Ground(tmp_path, office)


def test_once(ground: Ground) -> None:
    """As cron runs it: it remembers from run to run."""
    assert ground.run("--once") == (0, "firing: tcp/gate is error\n", "")
    assert ground.run("--once") == (0, "", "")
    with socket.create_server(("127.0.0.1", ground.port), backlog=100):
        assert ground.run("--once") == (0, "resolved: tcp/gate is ok\n", "")
    assert ground.events == ["firing", "resolved"]


def test_once_needs_to_remember(ground: Ground) -> None:
    """Else each run would tell everything again."""
    ground.write()
    code, _, error = ground.run("--once")
    assert (code, "--once needs state_file or cache" in error) == (2, True)
    assert ground.events == []


def test_again_and_again(ground: Ground) -> None:
    """Until it is told to end, with exit code 0; another one leaves it the looking."""
    process = ground.start("--interval=1")
    eventually(lambda: ground.events == ["firing"])
    assert ground.run("--once") == (0, "", "")
    with socket.create_server(("127.0.0.1", ground.port), backlog=100):
        eventually(lambda: ground.events == ["firing", "resolved"])
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "alerts go to ops, looked for every 1 s\n")


def test_a_channel_that_hangs_does_not_hold_up_the_end(ground: Ground) -> None:
    """Nor does an interval of an hour."""
    with SilentListener() as silent:
        hook = {"TYPE": "webhook", "URL": f"http://127.0.0.1:{silent.port}/", "TIMEOUT": 60}
        ground.write(CHANNELS={"ops": hook})
        process = ground.start("--interval=3600")
        eventually(lambda: silent.accepted > 0)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=50)
        assert time.monotonic() - begun < 40
    assert process.returncode == 0
    assert "the end came before 1 of the messages arrived" in errors


def test_a_cache_that_hangs_silences_nothing(ground: Ground) -> None:
    """Alerts go on by memory, and the end does not wait for it."""
    with SilentListener() as silent:
        redis = "django.core.cache.backends.redis.RedisCache"
        location = f"redis://127.0.0.1:{silent.port}/0"
        patient = {"BACKEND": redis, "LOCATION": location, "OPTIONS": {"socket_timeout": 3600}}
        ground.write(caches={"default": patient}, CACHE="default")
        process = ground.start("--interval=3600")
        eventually(lambda: ground.events == ["firing"])
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=50)
    assert process.returncode == 0
    assert "cache 'default': no answer within 6 s; it goes on" in errors


def test_who_hangs_is_named(ground: Ground) -> None:
    """After its own time limit, and no later."""
    hook = {"TYPE": "custom", "CLASS": "sleeping.Channel", "TIMEOUT": 1}
    source = "import time\nclass Channel:\n    def send_alert(self, _): time.sleep(600)\n"
    (ground.folder / "sleeping.py").write_text(source, encoding="utf-8")
    ground.write(CHANNELS={"ops": hook}, STATE_FILE=ground.state)
    begun = time.monotonic()
    code, _, error = ground.run("--once")
    assert time.monotonic() - begun < 40
    assert (code, error) == (1, "CommandError: not delivered to ops (timeout)")


def test_a_look_that_takes_long_does_not_hold_up_the_end(ground: Ground) -> None:
    """It is left alone."""
    with SilentListener() as silent:
        url = f"http://127.0.0.1:{silent.port}/"
        ground.write(http={"slow": {"URL": url, "TIMEOUT": 50}})
        process = ground.start("--interval=3600")
        eventually(lambda: silent.accepted > 0)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=50)
        assert time.monotonic() - begun < 25
    assert process.returncode == 0


def test_a_second_signal_ends_at_once(ground: Ground) -> None:
    """Also while messages are waited for."""
    with SilentListener() as silent:
        hook = {"TYPE": "webhook", "URL": f"http://127.0.0.1:{silent.port}/", "TIMEOUT": 60}
        ground.write(CHANNELS={"ops": hook})
        process = ground.start("--interval=3600")
        eventually(lambda: silent.accepted > 0)

        def end() -> bool:
            process.send_signal(signal.SIGTERM)
            return process.poll() is not None

        eventually(end)
        process.communicate(timeout=50)
    assert process.returncode == -signal.SIGTERM


def test_a_trial(ground: Ground) -> None:
    """Each channel is told, nothing is remembered, and one that fails is named."""
    assert ground.run("--trial") == (0, "delivered to ops\n", "")
    (post,) = ground.office.posts
    assert post.document["alerts"][0]["label"] == "alerting/trial"
    assert not Path(ground.state).exists()
    dead = {"TYPE": "webhook", "URL": f"http://127.0.0.1:{free_port()}/{CANARY}"}
    ground.write(CHANNELS={"dead": dead})
    code, _, error = ground.run("--trial")
    assert (code, error) == (1, "CommandError: not delivered to dead (refused)")


@pytest.mark.parametrize(
    ("section", "arguments", "complaint"),
    [
        ({"CHANNELS": {}}, (), "there are no channels: name one in 'CHANNELS'"),
        ({}, ("--interval=0.1",), "--interval: interval: Expected `float` >= 1.0"),
        ({"STATE_FILE": "/no/such/file"}, (), "No such file or directory"),
        ({"CACHE": "default"}, (), "each process has its own of 'default'"),
        ({"CHANNELS": {"a": {"TYPE": "webhook", "URL": CANARY}}}, (), "url does not begin with"),
    ],
)
def test_what_cannot_be(
    ground: Ground, section: dict[str, Any], arguments: tuple[str, ...], complaint: str
) -> None:
    """One line, and exit code 2."""
    ground.write(**section)
    code, _, error = ground.run(*arguments)
    assert (code, complaint in error) == (2, True), error
