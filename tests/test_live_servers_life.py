"""How the tests' servers are born and die, and what stands in for faulty ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from live_servers import (
    DripListener,
    MissingProgramError,
    Redis,
    ServerError,
    SilentListener,
    free_port,
)
from live_servers.programs import find_program
from server_questions import ask_redis, ends, is_alive

SERVER_TESTS = Path(__file__).with_name("test_live_servers.py")


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory that servers under other accounts can reach, unlike pytest's own for root."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory)
        path.chmod(0o755)
        yield path


@pytest.mark.parametrize("pause", [False, True], ids=["running", "paused"])
@pytest.mark.parametrize("kind", ["PostgreSQL", "Redis"])
def test_it_dies_with_its_parent(kind: str, pause: bool, open_directory: Path) -> None:
    """A killed test run takes its servers along with their children, also paused ones."""
    program = (
        f"import live_servers, pathlib, time\n"
        f"server = live_servers.{kind}()\n"
        f"server.start()\n"
        f"children = pathlib.Path(f'/proc/{{server.pid}}/task/{{server.pid}}/children')\n"
        f"if {pause}: server.pause()\n"
        f"print(server.pid, *children.read_text().split(), flush=True)\n"
        f"time.sleep(100)\n"
    )
    support = str(Path(__file__).with_name("support"))
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": support, "TMPDIR": str(open_directory)},
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert all(is_alive(pid) for pid in pids)
        parent.kill()
    assert all(ends(pid) for pid in pids)


def test_it_lives_where_it_is_told(open_directory: Path, tmp_path: Path) -> None:
    """A server's home is in the given directory, unless its account could not get there."""
    with Redis(open_directory) as near, Redis(tmp_path) as elsewhere:
        assert near.directory.parent == open_directory
        assert (elsewhere.directory.parent == tmp_path) == (os.geteuid() != 0)


def test_a_taken_port_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose port another process took in the meantime gets another one."""
    with SilentListener() as squatter, Redis(tmp_path) as other:
        ports = [squatter.port, other.port, free_port()]
        last = ports[-1]
        monkeypatch.setattr("live_servers.server.free_port", lambda: ports.pop(0))
        with Redis(tmp_path) as mine:
            assert mine.port == last
            assert ask_redis(mine) == last


def test_a_failed_start_shows_the_log(tmp_path: Path) -> None:
    """A server that cannot start says why, and leaves nothing behind."""
    broken = Redis(tmp_path, arguments=["--no-such-option", "1"])
    with pytest.raises(ServerError, match="no-such-option"):
        broken.__enter__()
    with pytest.raises(ServerError, match="never started"):
        _ = broken.directory
    with pytest.raises(ServerError, match="not running"):
        _ = broken.pid


def test_free_ports_stay_free() -> None:
    """Ports are given once, and not from those that outgoing connections get."""
    ports = [free_port() for _ in range(200)]
    span = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii")
    assert len(set(ports)) == 200
    assert max(ports) < max(int(span.split()[0]), 60001)


def test_a_missing_program_is_named() -> None:
    """The error for a program that is not there says what to install."""
    with pytest.raises(MissingProgramError, match="apt-get install no-package"):
        find_program("no-package", "no-such-program", "/no/such/*/place")
    assert find_program("postgresql", "/usr/lib/postgresql/*/bin/postgres").endswith("/postgres")


@pytest.mark.parametrize(
    ("ci", "status", "words"),
    [
        pytest.param("", 0, "2 skipped", id="by-hand"),
        pytest.param("true", 1, "1 failed, 1 error", id="under-ci"),
    ],
)
def test_missing_servers_skip_but_never_under_ci(
    ci: str, status: int, words: str, tmp_path: Path
) -> None:
    """Without its program a test is skipped, with the command to run; under CI it fails.

    Both where a fixture starts the server and where the test itself does.
    """
    names = ["test_redis_on_its_unix_socket", "test_redis_wants_its_password"]
    (tmp_path / "setpriv").symlink_to(find_program("util-linux", "setpriv"))
    run = subprocess.run(
        [
            Path(sys.executable).with_name("pytest"),
            *("-p", "no:cacheprovider"),
            *(f"{SERVER_TESTS}::{name}" for name in names),
        ],
        env={**os.environ, "PATH": str(tmp_path), "CI": ci},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == status, run.stdout
    assert words in run.stdout
    assert "apt-get install redis-server" in run.stdout


def test_the_silent_listener_says_nothing() -> None:
    """It accepts connections and counts them, says nothing, and is gone when closed."""
    with SilentListener() as listener:
        with (
            socket.create_connection((listener.host, listener.port), 5) as first,
            socket.create_connection((listener.host, listener.port), 5),
        ):
            first.settimeout(0.3)
            first.sendall(b"hello?")
            with pytest.raises(TimeoutError):
                first.recv(1)
        assert listener.accepted == 2
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((listener.host, listener.port), 5)


def test_the_dripping_listener_drips() -> None:
    """It sends its bytes one by one and then stays silent."""
    with (
        DripListener(b"abc", 0.05) as listener,
        socket.create_connection((listener.host, listener.port), 5) as connection,
    ):
        assert [connection.recv(100) for _ in range(3)] == [b"a", b"b", b"c"]
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_the_dripping_listener_can_be_closed_at_any_time() -> None:
    """Its end waits neither for the next byte nor for its clients."""
    listener = DripListener(b"never sent", 60)
    with socket.create_connection((listener.host, listener.port), 5) as connection:
        while listener.accepted == 0:
            time.sleep(0.01)
        listener.close()
        assert connection.recv(1) == b""
