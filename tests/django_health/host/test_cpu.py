from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.host.cpu import CPUCheck
from django_health.host.kernel_stat import MODES
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings, Threshold, Thresholds

IDLE_CPU = dict.fromkeys((*MODES, "guest", "guest_nice"), 0.0)


class Host:
    """Counters and a clock that the tests set."""

    def __init__(self) -> None:
        self.times = dict(IDLE_CPU)
        self.now = 100.0

    def check(self, settings: HealthSettings | None = None) -> CPUCheck:
        """A check that looks at them."""
        return CPUCheck(
            settings or HealthSettings(),
            cpu_times=lambda: dict(self.times),
            load_average=lambda: (0.5, 1.25, 2.0),
            cores=lambda: 4,
            clock=lambda: self.now,
        )

    def spend(self, seconds: float, **times: float) -> None:
        """Let time pass, with the seconds that each mode takes of it."""
        self.now += seconds
        for mode, spent in times.items():
            self.times[mode] += spent


def test_usage_since_construction(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """The first run measures from the construction; idle and iowait are not busy, steal is."""
    host = Host()
    check = host.check()
    host.spend(10, user=10, system=5, steal=5, idle=15, iowait=5)
    outcome = check.check()
    assert figures(outcome)["cpu_usage_ratio"] == 0.5
    assert outcome.details == {"usage": 50.0, "cores": 4, "load_average": [0.5, 1.25, 2.0]}
    assert outcome.status is Status.OK


def test_guests_count_once(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Time of virtual machines is in user and nice already, so it is not added to them."""
    host = Host()
    check = host.check()
    host.spend(10, user=4, nice=1, guest=4, guest_nice=1, idle=5)
    found = figures(check.check())
    assert found["cpu_usage_ratio"] == 0.5
    assert found["cpu_guest_seconds_total{user}"] == 4
    assert found["cpu_guest_seconds_total{nice}"] == 1
    assert sum(value for name, value in found.items() if "cpu_seconds_total" in name) == 10


def test_figures_of_each_mode(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Every mode has its seconds, also those at 0; loads and cores are there."""
    host = Host()
    check = host.check()
    host.spend(3, softirq=1.5)
    found = figures(check.check())
    assert {name for name in found if name.startswith("cpu_seconds_total")} == {
        f"cpu_seconds_total{{{mode}}}" for mode in MODES
    }
    assert found["cpu_seconds_total{softirq}"] == 1.5
    assert found["cpu_seconds_total{user}"] == 0
    assert (found["load1"], found["load5"], found["load15"]) == (0.5, 1.25, 2.0)
    assert found["cpu_cores"] == 4


def test_modes_that_an_old_kernel_does_not_count(
    figures: Callable[[Outcome], dict[str, float]],
) -> None:
    """They are absent, and the others are told."""
    host = Host()
    host.times = {"user": 3.0, "idle": 5.0}
    found = figures(host.check().check())
    told = {name: value for name, value in found.items() if name.startswith("cpu_seconds")}
    assert told == {"cpu_seconds_total{user}": 3, "cpu_seconds_total{idle}": 5}
    assert not [name for name in found if name.startswith("cpu_guest")]


def test_usage_is_absent_at_once(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Right after the construction there is no usage, rather than 0."""
    host = Host()
    outcome = host.check().check()
    assert "cpu_usage_ratio" not in figures(outcome)
    assert "usage" not in outcome.details
    assert outcome.status is Status.OK


@pytest.mark.parametrize(
    ("busy", "status", "message"),
    [
        (20.7, Status.OK, ""),
        (21.0, Status.WARNING, "the CPU is 70.0 % busy (warning at 70 %)"),
        (27.3, Status.ERROR, "the CPU is 91.0 % busy (critical at 90 %)"),
    ],
)
def test_threshold(busy: float, status: Status, message: str) -> None:
    """The configured thresholds decide, and the figures are there all the same."""
    host = Host()
    check = host.check(HealthSettings(thresholds=Thresholds(cpu=Threshold(70, 90))))
    host.spend(30, user=busy, idle=30 - busy)
    outcome = check.check()
    assert (outcome.status, outcome.message) == (status, message)
    assert (outcome.reason is Reason.THRESHOLD) == (status is not Status.OK)
    assert outcome.details["usage"] == round(busy / 30 * 100, 1)


def test_burst_at_the_start_alarms_nobody(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Within half a minute after the construction the usage is held against nothing."""
    host = Host()
    check = host.check()
    host.spend(29, user=29)
    outcome = check.check()
    assert figures(outcome)["cpu_usage_ratio"] == 1.0
    assert outcome.status is Status.OK


def test_slipping_back_is_no_restart(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """The kernel's idle time may slip back a little; the counter then waits until it is passed."""
    host = Host()
    host.times["iowait"] = 50.0
    check = host.check()
    host.spend(5, iowait=-0.5)
    assert figures(check.check())["cpu_seconds_total{iowait}"] == 50.0
    host.spend(5, iowait=1.5)
    assert figures(check.check())["cpu_seconds_total{iowait}"] == 51.0


def test_true_restart_is_told(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """Counters that begin anew are taken as they are."""
    host = Host()
    host.times["idle"] = 50.0
    check = host.check()
    host.spend(5, idle=-49)
    assert figures(check.check())["cpu_seconds_total{idle}"] == 1.0


def test_literal_proc_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[Outcome], dict[str, float]],
) -> None:
    """The first line of /proc/stat is read in hundredths of a second."""
    (tmp_path / "stat").write_text("cpu  100 20 300 4000 50 6 7 8 90 10\ncpu0 1 1 1 1\n")
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    found = figures(CPUCheck(HealthSettings()).check())
    assert [found[f"cpu_seconds_total{{{mode}}}"] for mode in MODES] == pytest.approx(
        [1, 0.2, 3, 40, 0.5, 0.06, 0.07, 0.08]
    )


def test_missing_proc_fails_at_the_run_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without /proc/stat the check can be built, and its run says what is missing."""
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    check = CPUCheck(HealthSettings())
    with pytest.raises(CheckFailed, match=r"^/proc/stat cannot be read \(ENOENT\)$"):
        check.check()


def test_real_host(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """This machine's figures are plausible."""
    found = figures(CPUCheck(HealthSettings()).check())
    assert found["cpu_seconds_total{user}"] > 0
    assert found["cpu_cores"] >= 1
    assert 0 <= found.get("cpu_usage_ratio", 0.0) <= 1
    assert found["load1"] >= 0
