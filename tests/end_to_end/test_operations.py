"""How the daemon listens: several addresses at once, unix sockets, and paths behind a proxy."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from http_answer import ask
from live_exporter import run_command
from live_servers import free_port
from managed_exporter import ManagedExporter
from unix_http import UnixConnection, ask_unix


def _refused(tmp_path: Path, *arguments: str, **environ: str) -> str:
    """Run the command to its end with code 2; return its one line."""
    ended = run_command(tmp_path, *arguments, **environ)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    return line


def test_tcp_and_unix_sockets_at_once(tmp_path: Path) -> None:
    """All addresses answer the same, and the log names each."""
    port, path, name = free_port(), tmp_path / "x.sock", f"@django-health-e2e-{free_port()}"
    addresses = [f"127.0.0.1:{port}", f"[::1]:{port}", f"unix://{path}", f"unix:{name}"]
    flags = [f"--web.listen-address={address}" for address in addresses]
    with ManagedExporter(tmp_path, *flags) as exporter:
        assert exporter.status == "watching system"
        answers = [
            ask("127.0.0.1", port, "/metrics"),
            ask("::1", port, "/metrics"),
            ask_unix(path, "/metrics"),
            ask_unix(name, "/metrics"),
        ]
        assert [answer.status for answer in answers] == [200] * 4
        for address in (*addresses[:2], f"unix:{path}", f"unix:{name}"):
            assert f'msg="listening on {address}"' in exporter.log
        connection = UnixConnection(path)
        for _ in range(3):
            connection.request("GET", "/-/ready")
            assert connection.getresponse().read() == b"ready\n"
        connection.close()
    assert exporter.wait() == 0
    assert not path.exists()


def test_unix_socket_of_a_killed_daemon(tmp_path: Path) -> None:
    """Its file stays, and the next daemon takes its place."""
    path = tmp_path / "x.sock"
    flag = f"--web.listen-address=unix:{path}"
    with ManagedExporter(tmp_path, flag) as killed:
        killed.process.kill()
        assert killed.wait() == -signal.SIGKILL
    assert path.is_socket()
    with ManagedExporter(tmp_path, flag):
        assert ask_unix(path, "/-/ready").status == 200
    assert not path.exists()


def test_unix_socket_of_a_living_daemon(tmp_path: Path) -> None:
    """A second daemon is refused in one line, and the first goes on."""
    path = tmp_path / "x.sock"
    flag = f"--web.listen-address=unix:{path}"
    with ManagedExporter(tmp_path, flag):
        assert f"{str(path)!r}"[1:-1] in (line := _refused(tmp_path, flag))
        assert "the socket is in use" in line
        assert ask_unix(path, "/-/ready").status == 200


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--web.listen-address=unix:here.sock"], "'unix:here.sock': not an address, write HOST:"),
        (["--web.listen-address=unix:/no/such/folder/x"], "no folder '/no/such/folder', make it"),
        (["--web.listen-address=unix:/dev/null"], "there is a file that is no socket"),
        ([f"--web.listen-address=unix:/{'x' * 107}"], "the path has more than 107 bytes"),
        (["--web.systemd-socket"], "--web.systemd-socket: no socket was handed over"),
        (["--web.systemd-socket", "--web.listen-address=:1"], "take systemd's sockets, not both"),
        (["--web.external-url=h/health"], "external URL 'h/health': write a URL like https://"),
        (["--web.external-url=http://me:canary@h"], "external URL: no user, password, query"),
        (["--web.external-url=http://h/?token=canary"], "external URL: no user, password, query"),
        (["--web.route-prefix=/a b"], "route prefix '/a b': write a path like /health, or /"),
    ],
)
def test_mistakes(tmp_path: Path, flags: list[str], complaint: str) -> None:
    """Each is one line with the remedy, and exit code 2; no line repeats a password."""
    line = _refused(tmp_path, *flags)
    assert complaint in line
    assert "canary" not in line


PAGES = ["/metrics", "/health/", "/-/healthy", "/-/ready"]


@pytest.mark.parametrize(
    ("flags", "prefix", "link"),
    [
        (["--web.route-prefix=/in"], "/in", "/in/metrics"),
        (["--web.external-url=https://h.example/out/"], "/out", "/out/metrics"),
        (["--web.external-url=https://h.example/out", "--web.route-prefix=/"], "", "/out/metrics"),
        (["--web.external-url=https://h.example/out", "--web.route-prefix=/in"], "/in", "/out/me"),
    ],
)
def test_behind_a_proxy(tmp_path: Path, flags: list[str], prefix: str, link: str) -> None:
    """All pages live under the prefix, ``/`` leads there, and links bear the external path."""
    port = free_port()
    listen = f"--web.listen-address=127.0.0.1:{port}"
    with ManagedExporter(tmp_path, listen, *flags):
        for path in PAGES:
            assert ask("127.0.0.1", port, f"{prefix}{path}").status in (200, 503)
            if prefix:
                assert ask("127.0.0.1", port, path).status == 404
        root = ask("127.0.0.1", port, "/")
        if prefix:
            assert (root.status, root.headers["Location"]) == (302, f"{prefix}/")
            root = ask("127.0.0.1", port, f"{prefix}/")
        assert root.status == 200
        assert f'href="{link}' in root.body.decode()
