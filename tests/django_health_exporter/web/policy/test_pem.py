"""PEM from inside the file and from files; how it is handed to OpenSSL."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.pem import Pem, PemReader, in_memory

DESCRIPTORS = Path("/proc/self/fd")


def reader(folder: Path) -> PemReader:
    """A reader of a section ``x``."""
    return PemReader(Files(), folder, "x")


def test_relative_to_the_folder(tmp_path: Path) -> None:
    """An absolute path stands for itself."""
    (tmp_path / "a.pem").write_bytes(b"content")
    for path in ("a.pem", "./a.pem", str(tmp_path / "a.pem")):
        taken = reader(tmp_path).take("cert", None, path)
        assert taken is not None
        assert taken.content == b"content"
        assert taken.place == f"x.cert_file {path!r}"
    assert reader(tmp_path).take("cert", None, None) is None


@pytest.mark.parametrize(
    "path",
    [
        base64.b64encode(b"0\x81\x87" + bytes(range(135))).decode(),
        "MII" + "x/" * 60,
        "x" * 300,
        "a\nb",
    ],
)
def test_what_might_be_a_key_is_not_told(path: str, tmp_path: Path) -> None:
    """A key in DER, or in some other dress, that stands where a path belongs."""
    with pytest.raises(InvalidDocument) as caught:
        reader(tmp_path).take("key", None, path)
    assert str(caught.value).startswith("x.key_file: cannot be read: ")
    assert path[:30] not in str(caught.value)


def test_memory_is_given_back() -> None:
    """Whatever happens meanwhile, and no disk has seen it."""
    before = len(list(DESCRIPTORS.iterdir()))
    pem = Pem("x", b"canary")
    with in_memory(pem) as path:
        assert Path(path).read_bytes() == b"canary"
        assert str(Path(path).readlink()).startswith("/memfd:")
    with pytest.raises(RuntimeError), in_memory(pem):
        raise RuntimeError
    assert len(list(DESCRIPTORS.iterdir())) == before


def test_nothing_of_it_is_shown() -> None:
    """It may be a key."""
    assert repr(Pem("x", b"canary")) == "Pem(place='x')"
