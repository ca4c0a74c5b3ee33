"""Names that resolve, and those that do not, asked of a real name server."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import pytest

from django_health.checks.dns.check import DnsCheck
from django_health.result import Reason, Status
from django_health.settings.declarations import DnsName
from endpoint_listeners import (
    ends_at_once,
    failed,
    figures,
    leaving_nothing_open,
    succeeded,
    timed_failure,
)
from live_servers import free_port
from name_server import NameServer

LOOKUP, RECORDS = "django_health_dns_lookup_seconds", "django_health_dns_records"
TXT = "v=spf1 -all"
ZONE = {
    ("shop.test.", "A"): ["192.0.2.1", "192.0.2.2"],
    ("shop.test.", "AAAA"): ["2001:db8::1"],
    ("www.test.", "CNAME"): ["shop.test."],
    ("test.", "MX"): ["10 mx1.test.", "20 mx2.test."],
    ("test.", "NS"): ["ns.test."],
    ("test.", "TXT"): [f'"{TXT}"', '"two " "parts"'],
    ("_sip._tcp.test.", "SRV"): ["0 5 5060 sip.test."],
    ("large.test.", "TXT"): [f'"{number} {"x" * 200}"' for number in range(20)],
}


@pytest.fixture(scope="module", name="server")
def name_server() -> Any:
    """A name server that knows the zone."""
    with NameServer(ZONE) as server:
        yield server


def dns_check(
    server: NameServer | int, name: str = "shop.test", *, timeout: float = 5.0, **more: Any
) -> DnsCheck:
    """A check of a name."""
    port = server.port if isinstance(server, NameServer) else server
    question = DnsName(name=name, nameserver="127.0.0.1", nameserver_port=port, **more)
    return DnsCheck("name", question, timeout)


@pytest.mark.parametrize(
    ("name", "record", "number", "expected"),
    [
        ("shop.test", "A", 2, ["192.0.2.2"]),
        ("shop.test", "AAAA", 1, ["2001:0DB8:0::1"]),
        ("www.test", "CNAME", 1, ["SHOP.test"]),
        ("test", "MX", 2, ["20 mx2.test", "10 MX1.test."]),
        ("test.", "NS", 1, ["ns.test"]),
        ("test", "TXT", 2, [TXT, "two parts"]),
        ("test", "TXT", 2, [f'"{TXT}"']),
        ("_sip._tcp.test", "SRV", 1, ["0 5 5060 sip.test"]),
        ("large.test", "TXT", 20, []),
    ],
)
def test_a_name_resolves(
    server: NameServer, name: str, record: str, number: int, expected: list[str]
) -> None:
    """To records of every type, which are counted and compared."""
    outcome = succeeded(dns_check(server, name, record=record, expected=expected))
    assert outcome.status is Status.OK
    assert figures(outcome)[RECORDS] == number
    assert figures(outcome).keys() == {LOOKUP, RECORDS}
    assert outcome.details.keys() == {"lookup_seconds", "records"}


def test_a_long_answer_is_asked_for_by_tcp(server: NameServer) -> None:
    """A datagram has no room for it."""
    server.questions.clear()
    succeeded(dns_check(server, "large.test", record="TXT"))
    assert server.questions == [("large.test.", False), ("large.test.", True)]


def test_values_that_are_missing_are_a_wrong_answer(server: NameServer) -> None:
    """They are counted, not repeated."""
    failure = failed(dns_check(server, "test", record="TXT", expected=[TXT, "other"]))
    assert failure.reason is Reason.WRONG_ANSWER
    assert str(failure) == "1 of 2 expected values are not there"
    assert figures(failure)[RECORDS] == 2


def test_an_expected_value_that_cannot_be_is_misconfigured(server: NameServer) -> None:
    """Its place is told, and not the value."""
    failure = failed(dns_check(server, "test", record="MX", expected=["10 mx1.test", "mx2"]))
    assert failure.reason is Reason.MISCONFIGURED
    assert str(failure) == "expected[1] is no value of a MX record"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing.test", "the name does not exist (NXDOMAIN)"),
        ("www.test", "the name has no record of this type"),
    ],
)
def test_a_name_without_records_is_a_failure_of_dns(
    server: NameServer, name: str, sentence: str
) -> None:
    """That there are none is known."""
    failure = failed(dns_check(server, name))
    assert (failure.reason, str(failure)) == (Reason.DNS, sentence)
    assert figures(failure)[RECORDS] == 0


@pytest.mark.parametrize("code", ["SERVFAIL", "REFUSED", "NOTIMP", "FORMERR"])
def test_a_server_that_cannot_answer_is_a_failure_of_dns(code: str) -> None:
    """Its code is named, and no number of records told."""

    def answering(question: dns.message.Message, _: bool) -> bytes:
        answer = dns.message.make_response(question)
        answer.set_rcode(dns.rcode.from_text(code))
        return answer.to_wire()

    with NameServer(answering=answering) as server:
        failure = failed(dns_check(server))
    assert (failure.reason, str(failure)) == (Reason.DNS, f"the name server answered {code}")
    assert figures(failure) == {}


@pytest.mark.parametrize(
    ("garbage", "reason"),
    [
        (b"x", Reason.WRONG_ANSWER),
        (b"no DNS at all, but some words", Reason.WRONG_ANSWER),
        (b"\x80\0" + b"\xff" * 600, Reason.WRONG_ANSWER),
        (b"\x80\0" + b"\0" * 8, Reason.TIMEOUT),
    ],
)
def test_garbage_is_a_wrong_answer_or_none(garbage: bytes, reason: Reason) -> None:
    """What may be an answer to another question, for want of this one, is not heard."""

    def answering(question: dns.message.Message, _: bool) -> bytes:
        return question.id.to_bytes(2) + garbage

    with NameServer(answering=answering) as server:
        failure = failed(dns_check(server, timeout=0.5))
    assert failure.reason is reason


def test_a_port_that_nobody_listens_on_is_refused() -> None:
    """The system tells that also of datagrams."""
    assert failed(dns_check(free_port())).reason is Reason.REFUSED


def test_silence_ends_with_the_deadline_and_when_cancelled() -> None:
    """Having asked again meanwhile, for datagrams get lost."""
    with NameServer(answering=lambda *_: None) as server:
        failure, seconds = timed_failure(dns_check(server, timeout=1.5))
        assert failure.reason is Reason.TIMEOUT
        assert seconds < 6
        assert len(server.questions) == 2
        assert ends_at_once(dns_check(server, timeout=60.0), lambda: len(server.questions) > 2)


def test_a_run_after_a_cancelled_run_works_again() -> None:
    """What one run was told does not stay."""
    is_silent = True

    def answering(question: dns.message.Message, by_tcp: bool) -> bytes | None:
        return None if is_silent else server.zone(question, by_tcp)

    with NameServer(ZONE, answering) as server:
        check = dns_check(server, timeout=60.0)
        assert ends_at_once(check, lambda: bool(server.questions))
        is_silent = False
        succeeded(check)


def test_a_lost_datagram_is_sent_again() -> None:
    """A name server is not down for that."""
    heard = itertools.count()

    def answering(question: dns.message.Message, by_tcp: bool) -> bytes | None:
        return server.zone(question, by_tcp) if next(heard) else None

    with NameServer(ZONE, answering) as server:
        succeeded(dns_check(server))


def resolv_conf(folder: Path, *lines: str) -> str:
    """A file as the system has one."""
    file = folder / "resolv.conf"
    file.write_text("".join(f"{line}\n" for line in lines))
    return str(file)


def test_the_systems_servers_and_search_list_are_used(server: NameServer, tmp_path: Path) -> None:
    """As they are at each run; a dot at the end keeps the list away."""
    file = resolv_conf(tmp_path, "nameserver 127.0.0.1", "search elsewhere.test test")
    port = server.port
    short = DnsCheck("name", DnsName(name="shop", nameserver_port=port), 5.0, system=file)
    server.questions.clear()
    succeeded(short)
    names = [name for name, _ in server.questions]
    assert names[-2:] == ["shop.elsewhere.test.", "shop.test."]
    full = DnsCheck("name", DnsName(name="shop.", nameserver_port=port), 5.0, system=file)
    assert failed(full).reason is Reason.DNS
    resolv_conf(tmp_path, "nameserver 127.0.0.1")
    assert failed(short).reason is Reason.DNS


def test_the_next_server_of_the_system_is_asked(server: NameServer, tmp_path: Path) -> None:
    """Where the first does not answer."""
    file = resolv_conf(tmp_path, "nameserver 127.0.0.9", "nameserver 127.0.0.1")
    question = DnsName(name="shop.test", nameserver_port=server.port)
    succeeded(DnsCheck("name", question, 5.0, system=file))


@pytest.mark.parametrize("lines", [(), ("nameserver nonsense",), ("nameserver 127.0.0.1 \xff",)])
def test_a_system_without_name_servers_is_misconfigured(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    """Or with a file that cannot be read."""
    file = tmp_path / "resolv.conf"
    file.write_bytes("\n".join(lines).encode("latin-1"))
    check = DnsCheck("name", DnsName(name="shop.test"), 5.0, system=str(file))
    assert failed(check).reason is Reason.MISCONFIGURED
    missing = DnsCheck("name", DnsName(name="a.test"), 5.0, system=str(tmp_path / "no"))
    assert failed(missing).reason is Reason.MISCONFIGURED


def test_nothing_stays_open() -> None:
    """By datagrams, by TCP, and where nobody answers."""
    with leaving_nothing_open(), NameServer(ZONE) as server:
        short, large = dns_check(server), dns_check(server, "large.test", record="TXT")
        refused = dns_check(free_port())
        for _ in range(50):
            succeeded(short)
            succeeded(large)
            failed(refused)
