"""Which custom checks are on, and how critical they are."""

from __future__ import annotations

from django_health.custom.guarded import GuardedCheck
from django_health.custom.selection import fitted, known_names
from django_health.settings import HealthSettings
from django_health.targets import SQLiteTarget
from sample_checks import Sample


def test_checks_that_are_on_are_as_critical_as_set() -> None:
    """The copies take the setting; what was registered stays as it was."""
    given = [Sample("payments"), Sample("stock"), Sample("mail")]
    settings = HealthSettings(checks={"stock": False}, critical={"mail": False})
    chosen = {check.name: check.critical for check in fitted(given, settings)}
    assert chosen == {"payments": True, "mail": False}
    assert given[2].critical


def test_names_of_settings_are_those_of_targets_and_checks() -> None:
    """A target that is off has no check, and may be named all the same."""
    names = known_names([SQLiteTarget("archive", "x")], [Sample("payments")])
    assert names == ["database/archive", "payments"]


def test_check_that_is_there_already_goes_on() -> None:
    """With its run under way and its answer; one that is to be asked otherwise does not."""
    registered = [GuardedCheck(Sample("payments")), GuardedCheck(Sample("stock"))]
    known = list(fitted(registered, HealthSettings()))
    changed = HealthSettings(critical={"stock": False})
    payments, stock = fitted(registered, changed, known)
    assert payments is known[0]
    assert stock is not known[1]
    assert (known[1].critical, stock.critical) == (True, False)
