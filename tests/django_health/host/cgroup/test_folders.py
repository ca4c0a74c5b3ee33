from __future__ import annotations

from pathlib import Path

import pytest

from django_health.host.cgroup.folders import CgroupFolders, Membership, Places, membership


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder that takes the place of /sys/fs/cgroup."""
    path = tmp_path / "cgroup"
    path.mkdir()
    return path


def _places(root: Path, text: str) -> Places:
    file = root.parent / "membership"
    file.write_text(text)
    return CgroupFolders(file, root).places()


def _unified(mount: Path, path: str = "") -> None:
    (mount / path).mkdir(parents=True, exist_ok=True)
    (mount / "cgroup.procs").touch()


def test_lines_of_all_kinds() -> None:
    """Version 1 has a line per mount, version 2 one without names; named ones do not matter."""
    text = (
        "9:name=systemd:/\n4:cpu,cpuacct:/docker/1f\n3:memory:/a:b\n0::/system.slice\ngarbage\n:\n"
    )
    assert membership(text) == Membership(
        {
            "name=systemd": ("name=systemd", "/"),
            "cpu": ("cpu,cpuacct", "/docker/1f"),
            "cpuacct": ("cpu,cpuacct", "/docker/1f"),
            "memory": ("memory", "/a:b"),
        },
        "/system.slice",
    )


def test_a_path_may_hold_all_but_a_line_feed() -> None:
    """The kernel writes the names of folders as they are."""
    assert membership("0::/a\rb\x0cc\n").second == "/a\rb\x0cc"


def test_version_2_from_the_own_folder_up(root: Path) -> None:
    """Each folder that holds the process may limit it, so all up to the mount are told."""
    _unified(root, "system.slice/web.service")
    found = _places(root, "0::/system.slice/web.service\n")
    assert found == Places(
        unified=(f"{root}/system.slice/web.service", f"{root}/system.slice", f"{root}")
    )


def test_version_2_in_a_container(root: Path) -> None:
    """In a namespace of its own the container's cgroup is the mount itself."""
    _unified(root)
    assert _places(root, "0::/\n").unified == (f"{root}",)


@pytest.mark.parametrize("path", ["/../other", "/kubepods/pod1/2f", "/.."])
def test_path_that_is_not_visible(root: Path, path: str) -> None:
    """A path of the host or outside of the namespace leaves the mount."""
    _unified(root)
    assert _places(root, f"0::{path}\n").unified == (f"{root}",)


def test_version_2_beside_version_1(root: Path) -> None:
    """Where systemd mounts both, version 2 is below ``unified``."""
    (root / "memory").mkdir()
    _unified(root / "unified", "init.scope")
    found = _places(root, "4:memory:/\n0::/init.scope\n")
    assert found.memory == (f"{root}/memory",)
    assert found.unified == (f"{root}/unified/init.scope", f"{root}/unified")


@pytest.mark.parametrize("mount", ["cpu,cpuacct", "cpu"])
def test_version_1_by_the_names_mounted_together_or_alone(root: Path, mount: str) -> None:
    """The folder is called by all names of the mount, or by the controller's own."""
    (root / mount / "docker" / "1f").mkdir(parents=True)
    found = _places(root, "4:cpu,cpuacct:/docker/1f\n")
    expected = tuple(f"{root}/{mount}{path}" for path in ("/docker/1f", "/docker", ""))
    assert found.cpu == expected
    assert found.memory == ()


def test_version_1_in_a_container(root: Path) -> None:
    """The path is the host's while the mount shows the container's own cgroup as its root."""
    (root / "memory").mkdir()
    assert _places(root, "4:memory:/docker/1f\n").memory == (f"{root}/memory",)


def test_no_cgroups_at_all(tmp_path: Path) -> None:
    """Without the files of the kernel there are no folders."""
    assert CgroupFolders(tmp_path / "missing", tmp_path / "none").places() == Places()


def test_membership_without_a_mount(root: Path) -> None:
    """A kernel with cgroups that nobody mounted leaves nothing to read."""
    assert _places(root, "4:memory:/\n3:cpu:/\n0::/\n") == Places()


def test_process_that_was_moved_is_found_again(root: Path) -> None:
    """The same membership gives the same answer; another one is looked up."""
    _unified(root, "a")
    _unified(root, "b")
    file = root.parent / "membership"
    file.write_text("0::/a\n")
    folders = CgroupFolders(file, root)
    first = folders.places()
    assert folders.places() is first
    file.write_text("0::/b\n")
    assert folders.places().unified == (f"{root}/b", f"{root}")
