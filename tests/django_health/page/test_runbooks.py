"""What is not well has a runbook that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from django_health.page.runbooks import BY_FINDING, BY_REASON, DOWN, REST, runbook_of
from django_health.result import Reason, Status
from django_health.settings import COMPONENTS
from sample_checks import result_of

RUNBOOKS = Path(__file__).parents[3] / "docs" / "runbooks"
ERROR, WARNING = Status.ERROR, Status.WARNING


def test_each_has_its_page() -> None:
    """Nobody is sent to a page that is missing."""
    found = [book for _, _, book in BY_FINDING]
    names = {*DOWN.values(), *BY_REASON.values(), *REST.values(), *found, "CeleryNoWorkers"}
    assert [n for n in names if not (RUNBOOKS / f"DjangoHealth{n}.md").exists()] == []


def test_components_are_there() -> None:
    """No component is misspelt."""
    named = {*DOWN, *(name for name, _, _ in BY_REASON), *(name for name, _, _ in BY_FINDING)}
    assert named <= set(COMPONENTS)


@pytest.mark.parametrize(
    ("place", "given", "runbook"),
    [
        (("database", "a", ""), {"reason": Reason.REFUSED}, "DatabaseDown"),
        (("database", "a", ""), {"reason": Reason.READ_ONLY}, "DatabaseReadOnly"),
        (("cache", "a", "10.0.0.1:6379"), {"reason": Reason.REFUSED}, "CacheDown"),
        (("system", "", "disk"), {"reason": Reason.THRESHOLD}, "DiskFull"),
        (("system", "", "disk"), {"reason": Reason.UNAVAILABLE}, "CheckDown"),
        (("system", "", "network"), {"reason": Reason.INTERNAL}, "CheckDown"),
        (("migrations", "a", ""), {"reason": Reason.TIMEOUT}, "CheckDown"),
        (("celery", "", "workers"), {"details": {"active_workers": 0}}, "CeleryNoWorkers"),
        (("celery", "", "workers"), {"reason": Reason.REFUSED}, "CheckDown"),
        (("stock", "", ""), {"reason": Reason.UNAVAILABLE}, "CheckDown"),
    ],
)
def test_of_errors(place: tuple[str, str, str], given: dict[str, Any], runbook: str) -> None:
    """The nearest to the cause; one for every check where nothing is nearer."""
    assert runbook_of(result_of(*place, status=ERROR, **given)) == f"DjangoHealth{runbook}"


@pytest.mark.parametrize(
    ("place", "given", "runbook"),
    [
        (("system", "", "disk"), {"reason": Reason.THRESHOLD}, "DiskFull"),
        (("migrations", "a", ""), {"details": {"pending_migrations": 2}}, "MigrationsPending"),
        (("migrations", "a", ""), {"details": {"unknown": ["a.0001"]}}, "MigrationsUnknown"),
        (
            ("migrations", "a", ""),
            {"details": {"pending_migrations": 2, "inconsistent": ["a"]}},
            "MigrationsInconsistent",
        ),
        (("configuration", "", "database/a"), {"reason": Reason.THRESHOLD}, "DatabaseClockSkew"),
        (
            ("configuration", "", "cache/a"),
            {"reason": Reason.MISCONFIGURED},
            "ConfigurationCacheTableMissing",
        ),
        (("http", "shop", ""), {}, "CheckWarning"),
        (("celery", "", "beat"), {"reason": Reason.THRESHOLD}, "CeleryBeatLate"),
    ],
)
def test_of_warnings(place: tuple[str, str, str], given: dict[str, Any], runbook: str) -> None:
    """Likewise."""
    assert runbook_of(result_of(*place, status=WARNING, **given)) == f"DjangoHealth{runbook}"


@pytest.mark.parametrize("status", [Status.OK, Status.SKIPPED])
def test_what_is_well(status: Status) -> None:
    """It needs none."""
    assert runbook_of(result_of("database", status=status)) == ""
