"""What the errors of dnspython stand for, as reasons with our own sentences."""

from __future__ import annotations

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.resolver

from django_health.failure import CheckFailed
from django_health.network.failures import failure_of as failure_of_network
from django_health.result import Reason

ABSENT = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)
"""What means that a server knows of no such record."""

_NO_DNS = "what answers there does not speak DNS"


def failure_of(error: dns.exception.DNSException) -> CheckFailed:
    """Return the failure that an error of dnspython stands for."""
    match error:
        case dns.resolver.NXDOMAIN():
            return CheckFailed(Reason.DNS, "the name does not exist (NXDOMAIN)")
        case dns.resolver.NoAnswer():
            return CheckFailed(Reason.DNS, "the name has no record of this type")
        case dns.resolver.NoResolverConfiguration():
            return CheckFailed(
                Reason.MISCONFIGURED, "the system has no name server (/etc/resolv.conf)"
            )
        case dns.resolver.NoNameservers() | dns.resolver.LifetimeTimeout():
            return _failure_of_last(error)
        case dns.exception.Timeout():
            return CheckFailed(Reason.TIMEOUT)
        case dns.name.LabelTooLong() | dns.name.EmptyLabel() | dns.name.NameTooLong():
            return CheckFailed(Reason.MISCONFIGURED, "the name is no DNS name")
    return CheckFailed(Reason.WRONG_ANSWER, _NO_DNS)


def _failure_of_last(
    error: dns.resolver.NoNameservers | dns.resolver.LifetimeTimeout,
) -> CheckFailed:
    """The failure of the server that was asked last; the earlier ones failed as well."""
    errors: list[dns.resolver.ErrorTuple] = error.kwargs.get("errors", [])
    if not errors:
        return CheckFailed(Reason.TIMEOUT)
    *_, cause, answer = errors[-1]
    if answer is not None:
        code = dns.rcode.to_text(answer.rcode())
        return CheckFailed(Reason.DNS, f"the name server answered {code}")
    if isinstance(cause, OSError | EOFError):
        return failure_of_network(cause)
    return CheckFailed(Reason.WRONG_ANSWER, _NO_DNS)
