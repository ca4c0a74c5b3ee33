"""The conformance table: each key of a web configuration file, good and bad."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.policy import Policy
from django_health_exporter.web.policy.reading import read_policy
from web_policies import Material, client_cases, other_cases, tls_cases
from web_policies.material import CANARY

WITH_TLS = tls_cases.GOOD | {f"clients: {name}": text for name, text in client_cases.GOOD.items()}
BAD = {
    **{f"tls: {name}": case for name, case in tls_cases.BAD.items()},
    **{f"clients: {name}": case for name, case in client_cases.BAD.items()},
    **other_cases.BAD,
}


def read(path: Path) -> Policy:
    """Read a file once."""
    return read_policy(path, Files())


@pytest.mark.parametrize("text", WITH_TLS.values(), ids=WITH_TLS)
def test_good_files_with_tls(text: str, shared_material: Material) -> None:
    """There is a context for connections."""
    assert read(shared_material.web_file(text)).tls is not None


@pytest.mark.parametrize("text", other_cases.GOOD.values(), ids=other_cases.GOOD)
def test_good_files_without_tls(text: str, shared_material: Material) -> None:
    """Connections are plain."""
    assert read(shared_material.web_file(text)).tls is None


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_bad_files(text: str, words: str, shared_material: Material) -> None:
    """The error is one line, names the file, the key and the remedy, and holds no secret."""
    path = shared_material.web_file(text)
    with pytest.raises(InvalidDocument) as caught:
        read(path)
    line = str(caught.value)
    assert line.startswith(f"{path}:")
    assert words in line
    assert line.isprintable()
    assert not _is_told(line, shared_material)


def _is_told(line: str, material: Material) -> bool:
    """Whether a part of a key or a hash is in a line."""
    keys = b"".join(material.read(name) for name in ("server.key", "encrypted.key")).decode()
    parts = re.findall(r"[A-Za-z0-9+/=]{20,}", keys)
    assert parts
    return any(part in line for part in [CANARY, other_cases.HASH[7:40], *parts])
