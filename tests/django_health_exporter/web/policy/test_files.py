"""What is noticed of a change of a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from django_health_exporter.web.policy import files as module
from django_health_exporter.web.policy.files import Files, UnusableFileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file."""
    path = tmp_path / "file"
    path.write_bytes(b"one")
    return path


@pytest.fixture(params=["young", "settled"])
def age(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the look of a file that was just written is relied on."""
    monkeypatch.setattr(module, "YOUNG", 2.0 if request.param == "young" else -3600.0)


def reading(path: Path) -> Files:
    """Read a file, and note it."""
    files = Files()
    assert files.read(path)
    return files


@pytest.mark.usefixtures("age")
def test_the_same_is_not_stale(path: Path) -> None:
    """However often it is asked, and be it touched or replaced by the same."""
    files = reading(path)
    assert not files.stale()
    os.utime(path, (1, 1))
    assert not files.stale()
    other = path.with_name("other")
    other.write_bytes(b"one")
    other.replace(path)
    assert not files.stale()
    assert not files.stale()


@pytest.mark.usefixtures("age")
@pytest.mark.parametrize("content", [b"two", b"one, two", b""])
def test_other_content_is_stale(path: Path, content: bytes) -> None:
    """Written over, or renamed over it."""
    files = reading(path)
    path.write_bytes(content)
    assert files.stale()
    files = Files()
    files.read(path)
    other = path.with_name("other")
    other.write_bytes(b"three")
    other.replace(path)
    assert files.stale()


@pytest.mark.usefixtures("age")
def test_a_file_that_is_gone_is_stale(path: Path) -> None:
    """So is one that became a folder."""
    files = reading(path)
    path.unlink()
    assert files.stale()
    path.mkdir()
    assert files.stale()


@pytest.mark.usefixtures("age")
def test_a_link_that_leads_elsewhere_is_stale(tmp_path: Path) -> None:
    """As when Kubernetes exchanges the folder of a secret."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "key").write_text(name)
    data, key = tmp_path / "..data", tmp_path / "key"
    data.symlink_to("first")
    key.symlink_to("..data/key")
    files = reading(key)
    assert not files.stale()
    fresh = tmp_path / "..data_tmp"
    fresh.symlink_to("second")
    fresh.replace(data)
    assert files.stale()


def test_the_same_look_soon_after(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with a coarse clock shows no change within a moment: the content is compared."""
    monkeypatch.setattr(module, "_look", lambda _: (0,))
    files = reading(path)
    path.write_bytes(b"two")
    assert files.stale()


def test_what_cannot_be_read(path: Path, tmp_path: Path) -> None:
    """It raises at once, a pipe too that nobody writes to."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnusableFileError, match="no regular file"):
        Files().read(pipe)
    path.write_bytes(b"x" * (module.LARGEST + 1))
    with pytest.raises(UnusableFileError, match="larger than"):
        Files().read(path)
    with pytest.raises(FileNotFoundError):
        Files().read(tmp_path / "nowhere")


def test_a_settled_file_is_not_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its look is taken, until that has changed."""
    monkeypatch.setattr(module, "YOUNG", -3600.0)
    files = reading(path)

    def fail(_: Path) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(module, "_read", fail)
        assert not files.stale()
    path.write_bytes(b"two")
    assert files.stale()
