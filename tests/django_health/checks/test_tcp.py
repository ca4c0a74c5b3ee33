"""Connecting to a port."""

from __future__ import annotations

from django_health.checks.tcp import TcpCheck
from django_health.result import Reason, Status
from django_health.settings.declarations import TcpEndpoint
from endpoint_listeners import (
    ends_at_once,
    failed,
    figures,
    full_port,
    leaving_nothing_open,
    succeeded,
)
from live_servers import SilentListener, free_port


def tcp_check(port: int, host: str = "127.0.0.1", timeout: float = 5.0) -> TcpCheck:
    """A check of a port."""
    return TcpCheck("name", TcpEndpoint(host=host, port=port), timeout)


def test_a_port_that_accepts_is_well() -> None:
    """It is connected to, and the time of that is told."""
    with SilentListener() as listener:
        outcome = succeeded(tcp_check(listener.port))
    assert outcome.status is Status.OK
    assert figures(outcome).keys() == {"django_health_tcp_connect_seconds"}
    assert outcome.details["connect_seconds"] == figures(outcome).popitem()[1]


def test_a_port_that_nobody_listens_on_is_refused() -> None:
    """And no time is told."""
    failure = failed(tcp_check(free_port()))
    assert (failure.reason, str(failure)) == (Reason.REFUSED, "the connection was refused")
    assert figures(failure) == {}


def test_a_name_that_does_not_exist_is_a_failure_of_dns() -> None:
    """The system's resolver says so."""
    assert failed(tcp_check(1, "no-such-host.invalid")).reason is Reason.DNS


def test_a_run_after_a_cancelled_run_works_again() -> None:
    """What one run was told does not stay."""
    with full_port() as (host, port):
        check = tcp_check(port, host, timeout=60.0)
        assert ends_at_once(check, lambda: True)
    with SilentListener() as listener:
        check._address = listener.host, listener.port
        succeeded(check)


def test_a_connection_is_not_kept() -> None:
    """Neither by good runs nor by failing ones."""
    with leaving_nothing_open():
        with SilentListener() as listener:
            good = tcp_check(listener.port)
            for _ in range(100):
                succeeded(good)
        bad = tcp_check(free_port())
        for _ in range(100):
            failed(bad)
