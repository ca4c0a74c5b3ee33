"""Files of the kernel stay open and are never old; others are opened each time."""

from __future__ import annotations

import copy
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cache_answers import wait_until
from django_health.check import BaseHealthCheck
from django_health.host.cgroup.check import ContainerCheck
from django_health.host.cpu import CPUCheck
from django_health.host.filesystems import FilesystemsCheck
from django_health.host.kernel_file import KernelFile
from django_health.host.memory import MemoryCheck
from django_health.host.network import NetworkCheck
from django_health.host.uptime import UptimeCheck
from django_health.settings import HealthSettings
from live_servers import MissingProgramError
from live_servers.programs import find_program

OWN_NAME = Path("/proc/self/comm")

MOUNTING = """
import subprocess, sys
from pathlib import Path
from django_health.host.kernel_file import KernelFile
from django_health.host.mounts import MountTable
file, table = KernelFile("/proc/self/mountinfo"), MountTable(Path("/proc/self/mountinfo"))
told, first = [file.may_have_changed()], table.mounts()
before = file.read()
told += [file.may_have_changed(), file.may_have_changed()]
assert table.mounts() is first
subprocess.run([sys.argv[1], "-t", "tmpfs", "none", sys.argv[2]], check=True)
told += [file.may_have_changed(), file.may_have_changed()]
assert sys.argv[2].encode() in file.read() and sys.argv[2].encode() not in before
assert table._file.may_have_changed()
print(*told)
"""


def open_files() -> int:
    """How many descriptors this process has."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_file_of_the_kernel_stays_open_and_is_read_anew() -> None:
    """One descriptor, whose every reading is of now."""
    before = open_files()
    file = KernelFile(OWN_NAME)
    name = file.read()
    assert open_files() == before + 1
    try:
        OWN_NAME.write_bytes(b"another")
        assert file.read() == b"another\n"
    finally:
        OWN_NAME.write_bytes(name.rstrip())
    assert file.read() == name
    file.close()
    assert open_files() == before
    assert file.read() == name
    del file
    assert open_files() == before


def test_another_file_is_opened_each_time(tmp_path: Path) -> None:
    """Its name may come to stand for another one, or for none."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    before = open_files()
    file = KernelFile(path)
    assert file.read() == b"old"
    assert open_files() == before
    (tmp_path / "new").write_bytes(b"new" * 20_000)
    (tmp_path / "new").rename(path)
    assert file.read() == b"new" * 20_000
    assert file.may_have_changed()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        file.read()


def test_a_long_file_is_read_to_its_end() -> None:
    """The kernel gives it in parts of a few kilobytes, however much is asked for."""
    path = Path("/proc/self/smaps")
    file = KernelFile(path)
    for _ in range(2):
        assert file.read().count(b"VmFlags:") == pytest.approx(
            path.read_bytes().count(b"VmFlags:"), abs=5
        )
    assert len(file.read()) > 16384


def test_what_a_file_told_of_may_be_gone() -> None:
    """A process that has ended leaves a descriptor that cannot be read: the name is tried again."""
    with subprocess.Popen(["/bin/sleep", "60"]) as process:
        file = KernelFile(f"/proc/{process.pid}/stat")
        assert file.read().split()[0] == b"%d" % process.pid
        process.kill()
    with pytest.raises(OSError, match=r"No such (file|process)"):
        file.read()


def test_another_may_have_taken_the_name() -> None:
    """Here the thread that reads; the descriptor is of one that has ended."""
    file = KernelFile("/proc/thread-self/stat")
    first = threading.Thread(target=file.read)
    first.start()
    task = Path(f"/proc/self/task/{first.native_id}")
    first.join()
    wait_until(lambda: not task.exists())  # the system's thread ends after Python's
    assert file.read().split()[0] == b"%d" % threading.get_native_id()


def test_a_child_reads_of_itself() -> None:
    """What the parent has open below /proc/self is of the parent; so the child opens its own."""
    file = KernelFile("/proc/self/stat")
    file.read()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, file.read().split()[0])
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) == b"%d" % child
    os.close(reading)
    os.close(writing)


def test_a_number_that_stands_for_another_file_is_left_alone(tmp_path: Path) -> None:
    """Who closes all descriptors and opens its own finds them open, and the file is read anew."""
    (tmp_path / "other").write_bytes(b"other")
    for ends in (KernelFile.close, KernelFile.read):
        file = KernelFile(OWN_NAME)
        name = file.read()
        other = os.open(tmp_path / "other", os.O_RDONLY)
        os.dup2(other, file._descriptor, inheritable=False)
        taken = file._descriptor
        assert file.may_have_changed()
        assert ends(file) in (None, name)
        assert os.pread(taken, 100, 0) == b"other"
        file.close()
        assert os.pread(taken, 100, 0) == b"other"
        os.close(taken)
        os.close(other)


def test_a_number_that_stands_for_nothing_is_forgotten() -> None:
    """The file is opened again."""
    file = KernelFile(OWN_NAME)
    name = file.read()
    os.close(file._descriptor)
    assert file.may_have_changed()
    assert file.read() == name
    file.close()


@pytest.mark.parametrize("ends", [KernelFile.close, KernelFile.read])
def test_a_child_closes_nothing_of_its_parent(ends: Callable[[KernelFile], object]) -> None:
    """The number may stand for a file of its own, even for the very same one."""
    file = KernelFile(OWN_NAME)
    file.read()
    child = os.fork()
    if not child:
        inherited = file._descriptor
        ends(file)
        is_open = Path(f"/proc/self/fd/{inherited}").exists()
        os._exit(0 if is_open and file._descriptor != inherited else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    file.close()


@pytest.mark.parametrize(
    "make",
    [CPUCheck, ContainerCheck, FilesystemsCheck, MemoryCheck, NetworkCheck, UptimeCheck],
)
def test_a_check_gives_its_files_back(make: Callable[[HealthSettings], BaseHealthCheck]) -> None:
    """Closed, it has none open; between its runs it has, and no more with every run."""
    gc.collect()  # what other tests left open is not to be closed meanwhile
    before = open_files()
    check = make(HealthSettings())
    check.check()
    between = open_files()
    check.check()
    assert before < open_files() == between
    check.close()
    assert open_files() == before
    check.check()
    check.close()


def test_a_copy_that_fails_says_nothing(tmp_path: Path) -> None:
    """What was made of it is thrown away, and has nothing to close."""
    with pytest.raises(TypeError):
        copy.deepcopy(KernelFile(tmp_path))
    gc.collect()  # an error in it would be a warning


def test_a_mount_is_announced(tmp_path: Path) -> None:
    """Once; before it is read, and after each change, the table may have changed."""
    unshare, mount = find_program("util-linux", "unshare"), find_program("mount", "mount")
    place = tmp_path / "place"
    place.mkdir()
    within = [unshare, "--map-root-user", "--user", "--mount"]
    command = [*within, sys.executable, "-c", MOUNTING, mount, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        raise MissingProgramError("no namespaces here: run the tests as root")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "False", "False", "True", "False"]
