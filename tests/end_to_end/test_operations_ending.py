"""How the daemon ends when checks hang, and when it is told twice."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest

from live_servers import SilentListener, free_port
from managed_exporter import ManagedExporter
from unix_http import UnixConnection, ask_unix

HANGING = """
import threading
from django_health import BaseHealthCheck

class HangingCheck(BaseHealthCheck):
    name = "hanging"
    timeout = 1

    def check(self):
        return {"status": "ok"}

    def close(self):
        threading.Event().wait()
"""


def _silent(listener: SilentListener) -> dict[str, str]:
    return {
        "DATABASE_URL": f"postgres://me:canary@127.0.0.1:{listener.port}/x",
        "HEALTH_DB_TIMEOUT": "120",
    }


def _hang(path: Path, silent: SilentListener) -> UnixConnection:
    """Ask for what nobody will answer."""
    connection = UnixConnection(path)
    connection.request("GET", "/metrics", headers={"X-Prometheus-Scrape-Timeout-Seconds": "100"})
    while not silent.accepted:
        time.sleep(0.01)
    return connection


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_second_signal_ends_at_once(tmp_path: Path, second: signal.Signals) -> None:
    """Nothing is waited for, the exit code is 0, and the file of the socket is gone."""
    path = tmp_path / "x.sock"
    with SilentListener() as silent:
        listen = f"--web.listen-address=unix:{path}"
        with ManagedExporter(tmp_path, listen, environ=_silent(silent)) as exporter:
            connection = _hang(path, silent)
            exporter.process.send_signal(signal.SIGTERM)
            exporter.manager.expect("STOPPING=1")
            assert exporter.process.poll() is None
            exporter.process.send_signal(second)
            assert exporter.wait() == 0
            connection.close()
    assert f"{second.name} received once more, ending at once" in exporter.log
    assert not path.exists()


def test_end_is_bounded_while_a_check_hangs(tmp_path: Path) -> None:
    """The request that waits for it is cut when the grace is over; nobody comes in meanwhile."""
    path = tmp_path / "x.sock"
    with SilentListener() as silent:
        listen = f"--web.listen-address=unix:{path}"
        with ManagedExporter(tmp_path, listen, environ=_silent(silent)) as exporter:
            connection = _hang(path, silent)
            exporter.process.terminate()
            exporter.manager.expect("STOPPING=1")
            with pytest.raises(FileNotFoundError):
                _until_gone(path)
            assert exporter.wait() == 0
            connection.close()
    assert "msg=ended" in exporter.log


def _until_gone(path: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))


def test_end_is_bounded_while_closing_hangs(tmp_path: Path) -> None:
    """A check that does not let go of what it has is left behind, and the log says so."""
    (tmp_path / "hanging.py").write_text(HANGING, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("custom_checks: [hanging.HangingCheck]\n", "utf-8")
    path = tmp_path / "x.sock"
    with ManagedExporter(
        tmp_path,
        "--config.file=config.yaml",
        f"--web.listen-address=unix:{path}",
        environ={"PYTHONPATH": str(tmp_path)},
    ) as exporter:
        assert exporter.status == "watching system, hanging"
        assert ask_unix(path, "/metrics").status == 200
        exporter.process.terminate()
        assert exporter.wait() == 0
    assert "something hangs and keeps the daemon from ending" in exporter.log


def test_unix_sockets_refuse_who_comes_too_late(tmp_path: Path) -> None:
    """After the end nothing is left to connect to."""
    path, port = tmp_path / "x.sock", free_port()
    flags = [f"--web.listen-address=unix:{path}", f"--web.listen-address=127.0.0.1:{port}"]
    with ManagedExporter(tmp_path, *flags) as exporter:
        exporter.process.terminate()
        assert exporter.wait() == 0
    with pytest.raises(FileNotFoundError):
        ask_unix(path, "/-/ready")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
