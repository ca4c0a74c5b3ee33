"""Limits that work against each other."""

from __future__ import annotations

import resource

from django_health_exporter.diagnosis.limits import descriptor_findings, timeout_findings
from django_health_exporter.web.config import WebConfig
from sample_checks import Sample


def test_too_few_files() -> None:
    """Clients need one each, and the rest some."""
    config = WebConfig(max_connections=1000)
    (finding,) = descriptor_findings(config, 1024)
    assert "LimitNOFILE" in finding.remedy
    assert list(descriptor_findings(config, 4096)) == []
    assert list(descriptor_findings(config, resource.RLIM_INFINITY)) == []


def test_the_own_limit_counts() -> None:
    """Where none is given."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    is_enough = hard == resource.RLIM_INFINITY or hard >= 1 + 256
    assert bool(list(descriptor_findings(WebConfig(max_connections=1)))) is not is_enough


def test_checks_that_are_slower_than_a_scrape() -> None:
    """Each component once."""
    config = WebConfig(scrape_timeout=5.0, timeout_offset=0.5)
    checks = [Sample("database", alias, timeout=4.6) for alias in "ab"]
    (note,) = timeout_findings(config, [*checks, Sample("cache", timeout=2.0)])
    assert "after 4.5 s" in note.what
    assert "before database can know" in note.what
    assert list(timeout_findings(config, [Sample("cache", timeout=4.5)])) == []
