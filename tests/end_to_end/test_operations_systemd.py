"""What systemd and the daemon tell each other: sockets, readiness, signs of life."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from http_answer import Answer, ask
from live_servers import SilentListener, free_port
from live_servers.programs import find_program
from managed_exporter import PATIENCE, ManagedExporter
from unix_http import ask_unix

FLAG = "--web.systemd-socket"


@pytest.fixture
def tcp() -> Iterator[socket.socket]:
    """A TCP socket that the service manager listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _ask(listener: socket.socket, path: str = "/-/ready") -> Answer:
    host, port = listener.getsockname()[:2]
    return ask(host, port, path)


def test_sockets_handed_over(tmp_path: Path, tcp: socket.socket) -> None:
    """IPv4, IPv6 and unix sockets are served, and stay the manager's."""
    path = tmp_path / "x.sock"
    with ExitStack() as stack:
        six = stack.enter_context(socket.create_server(("::1", 0), family=socket.AF_INET6))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(str(path))
        unix.listen()
        with ManagedExporter(tmp_path, FLAG, sockets=(tcp, six, unix)) as exporter:
            assert _ask(tcp).status == _ask(six).status == ask_unix(path, "/-/ready").status == 200
            assert f"listening on unix:{path}" in exporter.log
        assert exporter.wait() == 0
        assert path.is_socket()


def test_clients_wait_while_the_daemon_is_replaced(tmp_path: Path, tcp: socket.socket) -> None:
    """What was asked is answered by the old one, who comes meanwhile by the new one."""
    with SilentListener() as silent:
        environ = {
            "DATABASE_URL": f"postgres://me:canary@127.0.0.1:{silent.port}/x",
            "HEALTH_DB_TIMEOUT": "2",
        }
        with ManagedExporter(tmp_path, FLAG, sockets=[tcp], environ=environ) as old:
            scrape, answers = _in_the_background(tcp, "/metrics")
            while not silent.accepted:
                time.sleep(0.01)
            old.process.terminate()
            old.manager.expect("STOPPING=1")
            assert old.wait() == 0
            scrape.join(PATIENCE)
        assert [answer.status for answer in answers] == [200]
        waiting, answers = _in_the_background(tcp, "/-/ready")
        with ManagedExporter(tmp_path, FLAG, sockets=[tcp], environ=environ):
            waiting.join(PATIENCE)
        assert [answer.body for answer in answers] == [b"ready\n"]


def _in_the_background(listener: socket.socket, path: str) -> tuple[threading.Thread, list[Answer]]:
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(_ask(listener, path)))
    asking.start()
    return asking, answers


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_sockets_that_do_not_listen(tmp_path: Path, kind: int) -> None:
    """They are refused in one line."""
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", 0))
        refused = ManagedExporter(tmp_path, FLAG, sockets=[other])
        with pytest.raises(AssertionError, match="was not told"):
            refused.__enter__()
    assert refused.wait() == 2
    (line,) = refused.log.splitlines()
    assert "--web.systemd-socket: descriptor 3 is " in line
    assert line.endswith("the socket unit needs ListenStream= and Accept=no")


def test_ready_means_that_requests_are_answered(tmp_path: Path) -> None:
    """Right after READY, without trying twice; and children are not told of the manager."""
    port = free_port()
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    listen = f"--web.listen-address=127.0.0.1:{port}"
    with ManagedExporter(tmp_path, listen, environ=environ, watchdog=0.2) as exporter:
        assert ask("127.0.0.1", port, "/-/ready").status == 200
        assert exporter.status == "watching database, system"
        for _ in range(3):
            exporter.manager.expect("WATCHDOG=1")
        exporter.process.terminate()
        exporter.manager.expect("STOPPING=1")
        assert exporter.wait() == 0


@pytest.mark.parametrize("text", ["log: {level: debug}", "log: {level: loud}"])
def test_reload_is_told_from_its_begin_to_its_end(tmp_path: Path, text: str) -> None:
    """As ``Type=notify-reload`` expects it after SIGHUP, whether the file is good or bad."""
    file = tmp_path / "config.yaml"
    file.write_text("log: {level: info}\n", encoding="utf-8")
    listen = f"--web.listen-address=127.0.0.1:{free_port()}"
    with ManagedExporter(tmp_path, "--config.file=config.yaml", listen) as exporter:
        file.write_text(f"{text}\n", encoding="utf-8")
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        exporter.process.send_signal(signal.SIGHUP)
        assert int(exporter.manager.expect("RELOADING=1")["MONOTONIC_USEC"]) >= before
        assert exporter.manager.expect("READY=1")["STATUS"] == "watching system"


def test_stopped_daemon_gives_no_sign_of_life(tmp_path: Path) -> None:
    """The watchdog would restart it."""
    listen = f"--web.listen-address=127.0.0.1:{free_port()}"
    with ManagedExporter(tmp_path, listen, watchdog=0.1) as exporter:
        exporter.manager.expect("WATCHDOG=1")
        exporter.process.send_signal(signal.SIGSTOP)
        exporter.manager.waiting()
        time.sleep(0.5)
        assert len(exporter.manager.waiting()) <= 1  # one was under way
        exporter.process.send_signal(signal.SIGCONT)
        exporter.manager.expect("WATCHDOG=1")


def test_systemd_itself_hands_over(tmp_path: Path) -> None:
    """``systemd-socket-activate`` starts it with the first client, whom it answers."""
    program = find_program("systemd", "systemd-socket-activate")
    port, path = free_port(), tmp_path / "x.sock"
    daemon = [sys.executable, "-W", "error", "-m", "django_health_exporter", FLAG]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, f"--listen=127.0.0.1:{port}", f"--listen={path}", *daemon],
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
    try:
        _until_there(path)
        assert ask("127.0.0.1", port, "/metrics").status == 200
        assert ask_unix(path, "/metrics").status == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


def _until_there(path: Path) -> None:
    """Both sockets are there: that of the file is made last."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
                return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)
