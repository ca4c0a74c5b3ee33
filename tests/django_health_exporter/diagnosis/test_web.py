"""What may be wrong with the daemon's HTTP side."""

from __future__ import annotations

import ssl
import time
from pathlib import Path

import bcrypt
import pytest

from django_health.doctor.finding import Finding, Level
from django_health.network.certificate import expiry_of
from django_health_exporter.diagnosis.web import certificate_of, is_local, web_findings
from django_health_exporter.web.config import WebConfig
from live_servers import TLSFiles, issue_certificate

HASH = bcrypt.hashpw(b"canary", bcrypt.gensalt(4)).decode()
DAY = 86400.0


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TLSFiles:
    """A certificate."""
    return issue_certificate(tmp_path_factory.mktemp("tls"))


def found(tmp_path: Path, text: str, now: float | None = None, **web: object) -> list[Finding]:
    """What is found with a web configuration file of this text."""
    path = tmp_path / "web.yaml"
    path.write_text(text, encoding="utf-8")
    config = WebConfig(config_file=str(path), **web)  # type: ignore[arg-type]
    return list(web_findings(config, lambda: time.time() if now is None else now))


def section(tls: TLSFiles) -> str:
    """The TLS of a file."""
    return f"tls_server_config: {{cert_file: {tls.certificate}, key_file: {tls.key}}}\n"


@pytest.mark.parametrize(
    ("addresses", "local"),
    [
        (("127.0.0.1:1", "[::1]:1", "localhost:1", "unix:/run/a"), True),
        ((":10170",), False),
        (("127.0.0.1:1", "10.0.0.1:1"), False),
        (("example:1",), False),
    ],
)
def test_local_addresses(addresses: tuple[str, ...], *, local: bool) -> None:
    """Nobody beyond the host reaches them."""
    assert is_local(WebConfig(listen_addresses=addresses)) is local


def test_sockets_of_systemd_may_be_anywhere() -> None:
    """Its own file says where."""
    assert not is_local(WebConfig(systemd_socket=True))
    (note,) = web_findings(WebConfig(systemd_socket=True))
    assert "systemd's sockets" in note.what


def test_no_password_is_a_note() -> None:
    """As with all exporters: it is for whoever runs it to decide."""
    (note,) = web_findings(WebConfig())
    assert note.level is Level.NOTE
    assert ":10170" in note.what
    assert list(web_findings(WebConfig(listen_addresses=("127.0.0.1:1",)))) == []


def test_passwords_in_clear_text(tmp_path: Path, tls: TLSFiles) -> None:
    """Unless there is TLS, here or in front."""
    users = f"basic_auth_users: {{a: {HASH}}}\n"
    (finding,) = found(tmp_path, users)
    assert finding.level is Level.WARNING
    assert "clear text" in finding.what
    assert found(tmp_path, users, external_url="https://h/") == []
    assert found(tmp_path, users + section(tls), external_url="") == []


def test_certificates_of_clients_are_as_good(tmp_path: Path, tls: TLSFiles) -> None:
    """Nobody needs a password besides."""
    text = section(tls).replace(
        "}", f", client_ca_file: {tls.authority}, client_auth_type: RequireAndVerifyClientCert}}"
    )
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [(30.0, None, ""), (10.0, Level.WARNING, ", in 10 days"), (-1.0, Level.ERROR, " ended on ")],
)
def test_the_end_of_the_certificate(
    tmp_path: Path, tls: TLSFiles, days: float, level: Level | None, said: str
) -> None:
    """It is told some time before."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)
    end = expiry_of(certificate_of(context))
    assert end is not None
    told = found(tmp_path, section(tls), end - days * DAY, listen_addresses=("127.0.0.1:1",))
    assert [finding.level for finding in told] == ([level] if level else [])
    assert said in str(told)


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    """Its complaint is the finding."""
    (finding,) = found(tmp_path, "basic_auth_users: {a: canary-hash}")
    assert finding.level is Level.ERROR
    assert "basic_auth_users" in finding.what
    assert "canary" not in finding.what


def test_a_server_without_a_certificate() -> None:
    """There is none to look at."""
    assert certificate_of(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)) == b""
