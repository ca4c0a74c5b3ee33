"""Does a name resolve, to what is expected."""

from __future__ import annotations

import time

from dns.exception import DNSException
from dns.resolver import Answer, NoResolverConfiguration, Resolver

from django_health.checks.dns.errors import ABSENT, failure_of
from django_health.checks.dns.expected import ExpectedRecords
from django_health.checks.dns.families import LOOKUP_SECONDS, RECORDS
from django_health.checks.dns.nameserver import TimedNameserver
from django_health.checks.endpoint import EndpointCheck, Figures
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.settings.declarations import DnsName


class DnsCheck(EndpointCheck):
    """One name, asked of a name server in each run; nothing is kept, whatever its time to live.

    Args:
        name: What it is called; the value of the label ``endpoint``.
        question: What is asked and expected.
        timeout: Seconds for a run where the declaration has none.
        system: The file that names the system's name servers.
    """

    name = "dns"
    description = "DNS: a look-up of a record, and where wanted its values"
    explained = (*EndpointCheck.explained, DNSException)

    def __init__(
        self, name: str, question: DnsName, timeout: float, *, system: str = "/etc/resolv.conf"
    ) -> None:
        super().__init__(name, question, timeout)
        self._question = question
        self._system = system
        self._expected = ExpectedRecords(question.record, question.expected)

    def ask(self, deadline: Deadline, figures: Figures) -> None:
        """Look the name up and compare."""
        begun = time.perf_counter()
        try:
            found = self._found(deadline)
        except ABSENT:
            figures.add("lookup_seconds", time.perf_counter() - begun, LOOKUP_SECONDS)
            figures.add("records", 0, RECORDS)
            raise
        figures.add("lookup_seconds", time.perf_counter() - begun, LOOKUP_SECONDS)
        figures.add("records", len(found), RECORDS)
        if missing := self._expected.missing_from(found):
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                f"{missing} of {len(self._question.expected)} expected values are not there",
            )

    def failure_of(self, error: Exception) -> CheckFailed:
        """Return the failure that an error of a run stands for."""
        return failure_of(error) if isinstance(error, DNSException) else super().failure_of(error)

    def _found(self, deadline: Deadline) -> Answer:
        question = self._question
        resolver = self._resolver()
        port = question.nameserver_port
        addresses = [question.nameserver] if question.nameserver else resolver.nameservers
        resolver.nameservers = [
            TimedNameserver(self._line, deadline, str(address), port) for address in addresses
        ]
        resolver.lifetime = deadline.left()
        resolver.timeout = resolver.lifetime / len(addresses)
        by_search_list = question.nameserver is None
        return resolver.resolve(question.name, question.record, search=by_search_list)

    def _resolver(self) -> Resolver:
        """What knows the system's name servers and search list, as they are now."""
        try:
            return Resolver(self._system, configure=self._question.nameserver is None)
        except NoResolverConfiguration:
            raise
        except (DNSException, ValueError):
            raise CheckFailed(
                Reason.MISCONFIGURED, "the system's list of name servers cannot be read"
            ) from None
