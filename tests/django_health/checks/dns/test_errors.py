"""What the errors of dnspython stand for."""

from __future__ import annotations

from typing import Any

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.resolver
import pytest

from django_health.checks.dns.errors import failure_of
from django_health.result import Reason
from endpoint_listeners import CANARY

resolver: Any = dns.resolver  # whose errors take arguments without types
common: Any = dns.exception
names: Any = dns.name
QUESTION = dns.message.make_query("a.test", "A")


def answered(code: dns.rcode.Rcode) -> dns.message.Message:
    """An answer with a code."""
    answer = dns.message.make_response(QUESTION)
    answer.set_rcode(code)
    return answer


def no_server(*errors: Any) -> Any:
    """No server had an answer."""
    told = [("Do53:x", False, 53, *error) for error in errors]
    return resolver.NoNameservers(request=QUESTION, errors=told)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (resolver.NXDOMAIN(qnames=[dns.name.root], responses={}), Reason.DNS),
        (resolver.NoAnswer(response=answered(dns.rcode.NOERROR)), Reason.DNS),
        (resolver.NoResolverConfiguration(CANARY), Reason.MISCONFIGURED),
        (names.LabelTooLong(), Reason.MISCONFIGURED),
        (resolver.LifetimeTimeout(timeout=1, errors=[]), Reason.TIMEOUT),
        (common.Timeout(timeout=1), Reason.TIMEOUT),
        (common.FormError(CANARY), Reason.WRONG_ANSWER),
        (no_server(("SERVFAIL", answered(dns.rcode.SERVFAIL))), Reason.DNS),
        (no_server((ConnectionRefusedError(111, CANARY), None)), Reason.REFUSED),
        (no_server((TimeoutError(CANARY), None)), Reason.TIMEOUT),
        (no_server((EOFError(CANARY), None)), Reason.UNAVAILABLE),
        (no_server((common.FormError(CANARY), None)), Reason.WRONG_ANSWER),
    ],
)
def test_an_error_has_a_reason(error: dns.exception.DNSException, reason: Reason) -> None:
    """And none of its text is repeated."""
    failure = failure_of(error)
    assert failure.reason is reason
    assert CANARY not in str(failure)


def test_of_several_servers_the_last_decides() -> None:
    """The earlier ones have failed too."""
    error = no_server(
        (TimeoutError(), None),
        ("REFUSED", answered(dns.rcode.REFUSED)),
    )
    assert str(failure_of(error)) == "the name server answered REFUSED"
