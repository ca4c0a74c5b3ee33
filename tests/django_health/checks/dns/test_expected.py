"""Comparing records as DNS does."""

from __future__ import annotations

import dns.rdata
import pytest

from django_health.checks.dns.expected import ExpectedRecords
from django_health.failure import CheckFailed
from django_health.result import Reason
from endpoint_listeners import CANARY


def records(kind: str, *texts: str) -> list[dns.rdata.Rdata]:
    """Records of an answer."""
    return [dns.rdata.from_text("IN", kind, text) for text in texts]


@pytest.mark.parametrize(
    ("kind", "expected", "found", "missing"),
    [
        ("A", ["192.0.2.1"], ["192.0.2.2", "192.0.2.1"], 0),
        ("A", ["192.0.2.1", "192.0.2.3"], ["192.0.2.1"], 1),
        ("AAAA", ["2001:DB8:0:0::1"], ["2001:db8::1"], 0),
        ("NS", ["NS.test", "ns2.test."], ["ns.test.", "Ns2.Test."], 0),
        ("MX", ["5 mx.test"], ["10 mx.test."], 1),
        ("TXT", ["a b"], ['"a b"'], 0),
        ("TXT", ['"a b"'], ['"a" " b"'], 0),
        ("TXT", ["A B"], ['"a b"'], 1),
        ("SRV", ["0 5 53 a.test"], ["0 5 53 a.test."], 0),
        ("A", [], ["192.0.2.1"], 0),
    ],
)
def test_how_many_are_missing(
    kind: str, expected: list[str], found: list[str], missing: int
) -> None:
    """Names in any case, texts however they are cut, addresses however they are written."""
    assert ExpectedRecords(kind, expected).missing_from(records(kind, *found)) == missing


@pytest.mark.parametrize(
    ("kind", "text"), [("MX", CANARY), ("SRV", "1 2 a"), ("A", "::1"), ("TXT", "\udcff")]
)
def test_what_is_no_such_record_is_misconfigured(kind: str, text: str) -> None:
    """Its place is told, and not the value."""
    with pytest.raises(CheckFailed, match=r"^expected\[0\] is no value of a ") as caught:
        ExpectedRecords(kind, [text]).missing_from([])
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in str(caught.value)
