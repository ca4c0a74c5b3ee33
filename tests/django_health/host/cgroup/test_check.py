from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from django_health.host.cgroup.check import ContainerCheck
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings

Figures = Callable[[Outcome], dict[str, float]]


class Machine:
    """A folder of literal cgroup files, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "cgroup"
        self.root.mkdir()
        self.membership = folder / "membership"
        self.now = 100.0

    def join(self, text: str) -> None:
        """Put the process into these cgroups."""
        self.membership.write_text(text)

    def write(self, folder: str, files: dict[str, str]) -> None:
        """Give a cgroup its files."""
        (self.root / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (self.root / folder / name).write_text(f"{content}\n")

    def check(self) -> ContainerCheck:
        """A check that looks at them."""
        return ContainerCheck(
            HealthSettings(),
            membership_file=self.membership,
            root=self.root,
            clock=lambda: self.now,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without cgroups."""
    return Machine(tmp_path)


VERSION_2 = {
    "cgroup.procs": "1",
    "memory.max": "1073741824",
    "memory.current": "600000000",
    "memory.stat": "anon 1\ninactive_file 63129088",
    "memory.events": "oom 1\noom_kill 1",
    "cpu.max": "200000 100000",
    "cpu.stat": "usage_usec 5000000\nthrottled_usec 250000",
}


@pytest.fixture
def container(machine: Machine) -> Machine:
    """A container with version 2: 1 GiB, half of it in use, and two processors."""
    machine.join("0::/\n")
    machine.write("", VERSION_2)
    return machine


def test_version_2(container: Machine, figures: Figures) -> None:
    """A container's limits and use are told, the usage since the construction with them."""
    check = container.check()
    container.now += 10
    container.write("", {"cpu.stat": "usage_usec 13000000\nthrottled_usec 250000"})
    outcome = check.check()
    assert figures(outcome) == {
        "memory_limit_bytes": 2**30,
        "memory_used_bytes": 2**29,
        "memory_usage_ratio": 0.5,
        "oom_kills_total": 1,
        "cpu_limit_cores": 2.0,
        "cpu_seconds_total": 13.0,
        "cpu_usage_ratio": pytest.approx(0.4),
        "cpu_throttled_seconds_total": 0.25,
    }
    assert outcome.status is Status.OK
    assert outcome.details["memory_usage"] == 50.0


def test_usage_is_absent_at_once(container: Machine, figures: Figures) -> None:
    """Right after the construction there is no processor usage, rather than 0."""
    found = figures(container.check().check())
    assert "cpu_usage_ratio" not in found
    assert found["cpu_seconds_total"] == 5.0


def test_version_2_nested(machine: Machine, figures: Figures) -> None:
    """A service is limited by its slice, and the slice's use is held against it."""
    machine.join("0::/web.slice/web.service\n")
    machine.write("", {"cgroup.procs": "1", "cpu.stat": "usage_usec 99000000"})
    machine.write("web.slice", VERSION_2)
    machine.write("web.slice/web.service", VERSION_2 | {"memory.max": "max", "cpu.max": "max 1"})
    machine.write("web.slice/web.service", {"memory.current": "1", "cpu.stat": "usage_usec 1"})
    found = figures(machine.check().check())
    assert found["memory_limit_bytes"] == 2**30
    assert found["memory_used_bytes"] == 2**29
    assert found["cpu_seconds_total"] == 5.0


def test_version_1(machine: Machine, figures: Figures) -> None:
    """The files of version 1 give the same figures."""
    machine.join("5:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f\n")
    machine.write(
        "memory",
        {
            "memory.limit_in_bytes": "1073741824",
            "memory.usage_in_bytes": "600000000",
            "memory.stat": "total_inactive_file 63129088",
            "memory.oom_control": "oom_kill 4",
        },
    )
    cpu = {"cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "100000"}
    use = {"cpu.stat": "throttled_time 1000000000", "cpuacct.usage": "7000000000"}
    machine.write("cpu,cpuacct", cpu | use)
    assert figures(machine.check().check()) == {
        "memory_limit_bytes": 2**30,
        "memory_used_bytes": 2**29,
        "memory_usage_ratio": 0.5,
        "oom_kills_total": 4,
        "cpu_limit_cores": 0.5,
        "cpu_seconds_total": 7.0,
        "cpu_throttled_seconds_total": 1.0,
    }


def test_version_2_beside_version_1(machine: Machine, figures: Figures) -> None:
    """A controller that version 1 does not have is read from version 2."""
    machine.join("4:memory:/\n0::/\n")
    machine.write("memory", {"memory.limit_in_bytes": "1000", "memory.usage_in_bytes": "100"})
    machine.write("unified", VERSION_2)
    found = figures(machine.check().check())
    assert (found["memory_limit_bytes"], found["cpu_limit_cores"]) == (1000, 2.0)


def test_memory_limit_alone(container: Machine, figures: Figures) -> None:
    """Without a processor limit the time used is told, and no usage."""
    container.write("", {"cpu.max": "max 100000"})
    found = figures(container.check().check())
    assert found["cpu_seconds_total"] == 5.0
    assert "cpu_limit_cores" not in found


@pytest.mark.parametrize(
    ("used", "status", "message"),
    [
        ("800000000", Status.OK, ""),
        (
            "1000000000",
            Status.WARNING,
            "the container's memory is 87.3 % used (warning at 80 %)",
        ),
        (
            "1100000000",
            Status.ERROR,
            "the container's memory is 96.6 % used (critical at 95 %)",
        ),
    ],
)
def test_memory_threshold(container: Machine, used: str, status: Status, message: str) -> None:
    """The container's limit is held against the threshold of the memory."""
    container.write("", {"memory.current": used})
    outcome = container.check().check()
    assert (outcome.status, outcome.message) == (status, message)
    assert (outcome.reason is Reason.THRESHOLD) == (status is not Status.OK)


def test_processor_threshold(container: Machine) -> None:
    """The container's processors are held against the threshold of the CPU."""
    check = container.check()
    container.now += 30
    container.write("", {"cpu.stat": "usage_usec 62000000"})
    outcome = check.check()
    assert outcome.status is Status.ERROR
    assert outcome.message == "the container's CPU is 95.0 % busy (critical at 90 %)"


def test_burst_at_the_start_alarms_nobody(container: Machine, figures: Figures) -> None:
    """Within half a minute after the construction the usage is held against nothing."""
    check = container.check()
    container.now += 29
    container.write("", {"cpu.stat": "usage_usec 63000000"})
    outcome = check.check()
    assert figures(outcome)["cpu_usage_ratio"] == pytest.approx(1.0)
    assert outcome.status is Status.OK


@pytest.mark.parametrize(
    "files",
    [
        {"cgroup.procs": "1"},
        {"cgroup.procs": "1", "memory.max": "max", "cpu.max": "max 100000", "memory.current": "5"},
        {"cgroup.procs": "1", "memory.max": "\x00garbage", "cpu.max": "-5 x"},
    ],
    ids=["controllers off", "no limits", "garbage"],
)
def test_without_a_limit_it_is_skipped(machine: Machine, files: dict[str, str]) -> None:
    """What is not limited has nothing to tell beyond the host's figures."""
    machine.join("0::/\n")
    machine.write("", files)
    assert machine.check().check() == Outcome(
        Status.SKIPPED, message="no cgroup limits this process"
    )


def test_no_cgroups_at_all(machine: Machine) -> None:
    """Without the files of the kernel the check is skipped."""
    assert machine.check().check().status is Status.SKIPPED


def test_garbage_beside_a_limit_is_absent(container: Machine, figures: Figures) -> None:
    """Files that make no sense drop their figures and nothing else."""
    container.write("", {"memory.current": "?", "memory.events": "oom_kill x", "cpu.stat": "\x00"})
    assert figures(container.check().check()) == {"memory_limit_bytes": 2**30, "cpu_limit_cores": 2}


def test_limit_that_is_set_later_is_seen(machine: Machine) -> None:
    """A limit that appears while the daemon runs counts from the next run on."""
    machine.join("0::/\n")
    machine.write("", VERSION_2 | {"memory.max": "max", "cpu.max": "max 100000"})
    check = machine.check()
    assert check.check().status is Status.SKIPPED
    machine.write("", {"memory.max": "1073741824"})
    assert check.check().status is Status.OK


def test_real_machine(figures: Figures) -> None:
    """Whatever limits the tests themselves have, the answer is plausible."""
    outcome = ContainerCheck(HealthSettings()).check()
    found = figures(outcome)
    assert bool(found) == (outcome.status is not Status.SKIPPED)
    assert all(value >= 0 for value in found.values())
