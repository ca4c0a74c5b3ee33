"""The files in which secrets stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health_exporter.configuration.config import Flags, load
from django_health_exporter.diagnosis.secret_files import secret_files


def found(tmp_path: Path, text: str, web: str = "", **environ: str) -> dict[str, str]:
    """By path what is in it."""
    config_file, web_file = tmp_path / "a.yaml", tmp_path / "web.yaml"
    config_file.write_text(text, encoding="utf-8")
    web_file.write_text(web, encoding="utf-8")
    flags = Flags(config_file=config_file, web={"config_file": str(web_file)} if web else {})
    config = load(flags, environ)
    return {str(path): content for path, content in secret_files(config, environ)}


@pytest.mark.parametrize(
    ("text", "has_some"),
    [
        ("databases: {a: {url: 'postgres://u:pw@h/d'}}", True),
        ("databases: {a: {engine: sqlite, name: /a, password: pw}}", True),
        ("databases: {a: {engine: sqlite, name: /a, password: '${PW}'}}", False),
        ("databases: {a: {url: 'postgres://u@h/d'}}", False),
        ('{"databases": {"a": {"engine": "sqlite", "name": "/a", "password": "x"}}}', True),
        ("tcp: {a: {host: h, port: 1}}", False),
    ],
)
def test_passwords_in_the_file(tmp_path: Path, text: str, *, has_some: bool) -> None:
    """Those that are not taken from elsewhere."""
    told = found(tmp_path, text, PW="x")
    assert (str(tmp_path / "a.yaml") in told) is has_some


def test_files_of_passwords(tmp_path: Path) -> None:
    """Of databases and caches, and of URLs in the environment."""
    password, url = tmp_path / "pw", tmp_path / "url"
    password.write_text("x")
    url.write_text("redis://h/0")
    text = f"databases: {{a: {{engine: sqlite, name: /a, password_file: {password}}}}}"
    told = found(tmp_path, text, CACHE_URL_FILE=str(url))
    assert told == {
        str(password): "the password of database/a",
        str(url): "the URL of CACHE_URL_FILE",
    }


def test_places_are_named_and_secrets_are_not(tmp_path: Path) -> None:
    """The first ones; the others are counted."""
    databases = "".join(f"  d{i}: {{url: 'postgres://u:hidden@h/d'}}\n" for i in range(5))
    told = found(tmp_path, f"databases:\n{databases}")[str(tmp_path / "a.yaml")]
    assert told == "secrets: databases.d0.url, databases.d1.url, databases.d2.url and 2 more"


def test_a_file_by_a_variable(tmp_path: Path) -> None:
    """The variable says where it is."""
    (tmp_path / "pw").write_text("x")
    text = "caches: {a: {url: 'redis://h', password_file: '${FOLDER}/pw'}}"
    told = found(tmp_path, text, FOLDER=str(tmp_path))
    assert told == {str(tmp_path / "pw"): "the password of cache/a"}


def test_a_private_key_in_the_web_file(tmp_path: Path) -> None:
    """It may stand there as it is."""
    assert found(tmp_path, "{}", "tls_server_config: {cert: c, key: k}") == {
        str(tmp_path / "web.yaml"): "the private key"
    }


def test_the_web_configuration_file(tmp_path: Path) -> None:
    """Hashes in it, and the key that it names, relative to its folder."""
    web = "tls_server_config: {cert_file: c.pem, key_file: k.pem}\nbasic_auth_users: {a: h}"
    told = found(tmp_path, "{}", web)
    assert told == {
        str(tmp_path / "web.yaml"): "hashes of passwords",
        str(tmp_path / "k.pem"): "the private key",
    }


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """They are told by whoever needs them."""
    assert found(tmp_path, "{}", "[") == {}
    config = load(Flags(web={"config_file": "/absent"}), {})
    assert list(secret_files(config, {})) == []
