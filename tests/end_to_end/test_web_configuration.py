"""The real daemon with a web configuration file, which changes while it runs."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPSConnection
from pathlib import Path

import bcrypt
import pytest

from live_exporter import Exporter, Samples
from web_policies import Material, client_context

PATIENCE = 20.0
"""Seconds in which a change has to be noticed, which takes about one."""

PREFIX = "django_health_exporter_web_config_last_reload_"

SECURE = """
tls_server_config:
  cert_file: server.crt
  key_file: server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.crt
http_server_config:
  headers: {X-Frame-Options: deny}
"""


class SecureExporter(Exporter):
    """The daemon with a web configuration file, asked in TLS as the user ``alice``."""

    def __init__(self, material: Material) -> None:
        super().__init__(material.folder, ["--web.config.file=web.yml", "--log.level=debug"])
        client = material.authority.issue_cert("prometheus")
        self.context = client_context(material.authority, client)
        self.password = "first"

    @contextmanager
    def connected(self) -> Iterator[HTTPSConnection]:
        """Open a connection, and close it in the end."""
        connection = HTTPSConnection("localhost", self.port, timeout=30, context=self.context)
        with closing(connection):
            connection.connect()
            yield connection

    def scrape_on(self, connection: HTTPSConnection) -> tuple[int, str | None, Samples]:
        """Return status, one of the headers, and the samples if it is no refusal."""
        login = base64.b64encode(f"alice:{self.password}".encode()).decode()
        connection.request("GET", "/metrics", headers={"Authorization": f"Basic {login}"})
        answer = connection.getresponse()
        page = answer.read().decode()
        samples = Samples.parse(page if answer.status == 200 else "")
        return answer.status, answer.getheader("X-Frame-Options"), samples

    def status(self, connection: HTTPSConnection) -> int:
        """Scrape on a connection, and return the answer's status."""
        return self.scrape_on(connection)[0]

    def figure(self, name: str) -> float | None:
        """Return a figure of a fresh scrape."""
        with self.connected() as connection:
            return self.scrape_on(connection)[2](PREFIX + name)

    def certificate(self) -> bytes | None:
        """Return the certificate that a new connection sees."""
        with self.connected() as connection:
            assert isinstance(connection.sock, ssl.SSLSocket)
            return connection.sock.getpeercert(binary_form=True)

    def _listens(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), timeout=5).close()
        except OSError:
            return False
        return True


def users(password: str) -> str:
    """Return the part of a file with the user and her password."""
    made = bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()
    return f"basic_auth_users: {{alice: {json.dumps(made)}}}\n"


def until(condition: Callable[[], bool]) -> None:
    """Wait for something."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it has not come about"
        time.sleep(0.1)


@pytest.fixture
def material(tmp_path: Path) -> Material:
    """Certificates, and a web configuration file that names them."""
    material = Material(tmp_path)
    material.web_file(SECURE + users("first"))
    return material


@pytest.fixture
def exporter(material: Material) -> Iterator[SecureExporter]:
    """The daemon; nothing secret is in its log when it has ended."""
    secrets = material.read("server.key").decode().splitlines()[1:-1]
    with SecureExporter(material) as running:
        yield running
        secrets += [line.split("$")[-1] for line in material.read("web.yml").decode().split('"')]
    told = running.log
    assert [text for text in secrets if len(text) > 30 and text in told] == []


def test_all_of_it_is_in_force(exporter: SecureExporter, material: Material) -> None:
    """Certificates of both sides, the password, and the headers, also on a refusal."""
    with exporter.connected() as connection:
        status, header, samples = exporter.scrape_on(connection)
        assert (status, header, samples(f"{PREFIX}successful")) == (200, "deny", 1)
        exporter.password = "wrong"
        assert exporter.scrape_on(connection)[:2] == (401, "deny")
    exporter.context = client_context(material.authority)
    with (
        pytest.raises(OSError, match=r"certificate required|reset|closed|EOF|broken"),
        exporter.connected() as connection,
    ):
        exporter.status(connection)


def test_a_certificate_is_renewed(exporter: SecureExporter, material: Material) -> None:
    """New connections see the new one; one that is open goes on."""
    with exporter.connected() as kept:
        old = exporter.certificate()
        assert exporter.status(kept) == 200
        material.renew()
        until(lambda: exporter.certificate() != old)
        expected = ssl.PEM_cert_to_DER_cert(material.read("server.crt").decode())
        assert exporter.certificate() == expected
        assert exporter.status(kept) == 200


def test_a_password_is_changed(exporter: SecureExporter, material: Material) -> None:
    """The old one is refused from then on, on an open connection too."""
    with exporter.connected() as kept:
        assert exporter.status(kept) == 200
        material.web_file(SECURE + users("second"))
        until(lambda: exporter.status(kept) == 401)
        exporter.password = "second"
        assert exporter.status(kept) == 200


def test_a_bad_file_keeps_the_old_one(exporter: SecureExporter, material: Material) -> None:
    """It is told once in the log, shows in the metrics, and is over when the file is good."""
    good = material.read("web.yml").decode()
    since = exporter.figure("success_timestamp_seconds")
    material.web_file("basic_auth_users: {alice: canary-secret}")
    until(lambda: exporter.figure("successful") == 0)
    assert exporter.figure("success_timestamp_seconds") == since
    material.web_file(good)
    until(lambda: exporter.figure("successful") == 1)
    assert exporter.figure("success_timestamp_seconds") != since
    bad, mended = [line for line in exporter.log.splitlines() if "web.policy" in line]
    assert "level=error" in bad
    assert "basic_auth_users.alice: is no bcrypt hash" in bad
    assert "level=info" in mended
    assert "canary-secret" not in exporter.log
