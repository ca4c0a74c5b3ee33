"""The image's health check, as the container's engine runs it, beside the real daemon."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from live_exporter import Exporter
from live_servers import free_port
from web_policies import Material

PROGRAM = Path(__file__).parents[3] / "deploy" / "container" / "healthy.py"


def _asked(url: str = "", **environ: str) -> tuple[int, str]:
    """Exit code and what is printed; nothing of it is an error's trace."""
    ended = subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *filter(None, [url])],
        capture_output=True,
        text=True,
        env=environ,
        timeout=30,
        check=False,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


@contextmanager
def _answering(answer: bytes | None) -> Iterator[str]:
    """The address of who answers a connection with these bytes; None stays silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                if answer is not None:
                    connection.recv(4096)
                    connection.sendall(answer)
                else:
                    connection.recv(4096)
                    connection.recv(4096)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(30)


def test_a_daemon_that_answers_is_well(tmp_path: Path) -> None:
    """By HTTP and through a unix socket, named by the command line or the environment."""
    path = tmp_path / "e.sock"
    with Exporter(tmp_path, [f"--web.listen-address=unix:{path}"]) as daemon:
        url = f"http://{daemon.address}/-/healthy"
        assert _asked(url) == (0, "200\n")
        assert _asked(HEALTHCHECK_URL=url) == (0, "200\n")
        assert _asked(f"unix:{path}") == (0, "200\n")
        assert _asked(f"http://{daemon.address}/nowhere") == (1, "404\n")


def test_a_daemon_with_a_certificate_is_asked_in_tls(tmp_path: Path) -> None:
    """Its certificate is for another name and of an unknown authority, which is no matter here."""
    (tmp_path / "web.yml").write_text(
        "tls_server_config: {cert_file: server.crt, key_file: server.key}\n", encoding="utf-8"
    )
    with _in_tls(tmp_path) as address:
        assert _asked(f"https://{address}/-/healthy") == (0, "200\n")
        assert _asked(f"http://{address}/-/healthy")[0] == 1


def test_a_daemon_that_wants_a_certificate_lives(tmp_path: Path) -> None:
    """The health check has none, and to be asked for it is a sign of life."""
    (tmp_path / "web.yml").write_text(
        "tls_server_config: {cert_file: server.crt, key_file: server.key, client_ca_file: ca.crt, "
        "client_auth_type: RequireAndVerifyClientCert}\n",
        encoding="utf-8",
    )
    with _in_tls(tmp_path) as address:
        code, said = _asked(f"https://{address}/-/healthy")
        assert code == 0
        assert "certificate" in said.lower()


class _TLSExporter(Exporter):
    """The daemon, of which HTTP without TLS learns nothing but that it listens."""

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0


@contextmanager
def _in_tls(folder: Path) -> Iterator[str]:
    Material(folder)
    with _TLSExporter(folder, ["--web.config.file=web.yml"]) as daemon:
        yield daemon.address


def test_nobody_there_is_not_well() -> None:
    """A line says why, without the address, which may be more than an address."""
    code, said = _asked(f"http://127.0.0.1:{free_port()}/canary-path")
    assert code == 1
    assert "refused" in said
    assert "canary" not in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", (0, "204\n")),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", (1, "503\n")),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", (1, "302\n")),
        (b"220 mail.example ESMTP\r\n", (1, "the answer is not HTTP\n")),
        (b"", (1, "the answer is not HTTP\n")),
        (b"\x00" * 1000, (1, "the answer is not HTTP\n")),
        (None, (1, "timed out\n")),
    ],
)
def test_only_a_good_answer_is_well(answer: bytes | None, said: tuple[int, str]) -> None:
    """An error, a way elsewhere, another protocol and silence are not."""
    with _answering(answer) as url:
        assert _asked(url) == said


@pytest.mark.parametrize("url", ["localhost", "ftp://127.0.0.1:1/", "http://127.0.0.1/", "http://"])
def test_what_is_no_address_is_told(url: str) -> None:
    """With what an address looks like."""
    code, said = _asked(url)
    assert code == 1
    assert said.startswith("give http://HOST:PORT/PATH")
