"""Limits that work against each other."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Iterator

from django_health.check import BaseHealthCheck, names_of
from django_health.doctor.finding import Finding, Level
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.descriptors import RESERVE


def descriptor_findings(config: WebConfig, hard: int | None = None) -> Iterator[Finding]:
    """Yield that the process may not open as many files as the configuration allows clients.

    Args:
        config: Has the number of connections.
        hard: The limit of the process; its own where it is ``None``.
    """
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1] if hard is None else hard
    if limit != resource.RLIM_INFINITY and limit < config.max_connections + RESERVE:
        yield Finding(
            Level.WARNING,
            "--web.max-connections",
            f"{config.max_connections} connections are allowed, and the process may open "
            f"{limit} files",
            "raise the limit, LimitNOFILE= in systemd, or allow fewer",
        )


def timeout_findings(config: WebConfig, checks: Iterable[BaseHealthCheck]) -> Iterator[Finding]:
    """Yield the checks that may take longer than a scrape."""
    given = config.scrape_timeout - config.timeout_offset
    late = [check for check in checks if check.timeout > given]
    if late:
        names = ", ".join(names_of(late))
        yield Finding(
            Level.NOTE,
            "timeouts",
            f"an answer is made after {given:g} s, and may come before {names} can know",
            "lower the timeouts of these, or give a scrape more (scrape_timeout in prometheus.yml)",
        )
