from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.host.network import NetworkCheck
from django_health.result import Outcome, Status
from django_health.settings import HealthSettings

HEAD = """\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo
"""


def _line(device: str, start: int) -> str:
    """A line whose fields count up from ``start``."""
    return f"{device:>6}: {' '.join(str(start + step) for step in range(16))}\n"


@pytest.fixture
def net_dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that takes the place of /proc/net/dev."""
    (tmp_path / "net").mkdir()
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    return tmp_path / "net" / "dev"


def test_figures_of_each_device(
    net_dev: Path, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """Bytes, packets, errors and drops of both directions are told per device."""
    net_dev.write_text(HEAD + _line("eth0", 100))
    assert figures(NetworkCheck(HealthSettings()).check()) == {
        "network_receive_bytes_total{eth0}": 100,
        "network_receive_packets_total{eth0}": 101,
        "network_receive_errors_total{eth0}": 102,
        "network_receive_drops_total{eth0}": 103,
        "network_transmit_bytes_total{eth0}": 108,
        "network_transmit_packets_total{eth0}": 109,
        "network_transmit_errors_total{eth0}": 110,
        "network_transmit_drops_total{eth0}": 111,
    }


def test_sums_leave_the_loopback_out(
    net_dev: Path, figures: Callable[[Outcome], dict[str, float]]
) -> None:
    """The loopback is measured, but what people read is the traffic with others."""
    net_dev.write_text(HEAD + _line("lo", 5000) + _line("eth0", 100) + _line("wlan0", 1000))
    outcome = NetworkCheck(HealthSettings()).check()
    assert figures(outcome)["network_receive_bytes_total{lo}"] == 5000
    assert outcome.details == {
        "bytes_recv": 1100,
        "packets_recv": 1102,
        "bytes_sent": 1116,
        "packets_sent": 1118,
    }
    assert outcome.status is Status.OK


CONTAINERS = "veth1a2b docker0 br-0123 cali01 cni0 lxcab vnet3 eni0123456789a azv1 gke9 fwbr100i0"
REAL = "lo eth0 enp3s0 ens5 eni0 wlan0 bond0 br0 bridge0 wg0 tun0 fwd eth0.100"


@pytest.mark.parametrize("device", CONTAINERS.split())
def test_devices_of_containers_are_left_out(net_dev: Path, device: str) -> None:
    """Devices that come and go with containers make no series and do not count twice."""
    net_dev.write_text(HEAD + _line(device, 1))
    outcome = NetworkCheck(HealthSettings()).check()
    assert outcome.measurements == ()
    assert outcome.details["bytes_recv"] == 0


@pytest.mark.parametrize("device", REAL.split())
def test_devices_of_the_host_are_measured(net_dev: Path, device: str) -> None:
    """The host's own devices are told, whatever they are called."""
    net_dev.write_text(HEAD + _line(device, 1))
    outcome = NetworkCheck(HealthSettings()).check()
    assert {measurement.labels for measurement in outcome.measurements} == {(device,)}


def test_missing_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without /proc/net/dev the check says what is missing."""
    monkeypatch.setattr("psutil.PROCFS_PATH", str(tmp_path))
    with pytest.raises(CheckFailed, match=r"^/proc/net/dev cannot be read \(ENOENT\)$"):
        NetworkCheck(HealthSettings()).check()


def test_real_host(figures: Callable[[Outcome], dict[str, float]]) -> None:
    """This machine has a loopback with counters that are no less than 0."""
    found = figures(NetworkCheck(HealthSettings()).check())
    assert "network_receive_bytes_total{lo}" in found
    assert all(value >= 0 for value in found.values())
