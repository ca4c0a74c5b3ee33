"""The text that tells how a probe came about."""

from __future__ import annotations

from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health_exporter.web.effective.document import EffectiveTarget
from django_health_exporter.web.probe.debug import debug_text
from django_health_exporter.web.probe.request import Asked
from django_health_exporter.web.probe.targets import ProbeTarget

TARGET = ProbeTarget("database", "default", ("database", "migrations"))
ASKED = Asked(TARGET, TARGET.kinds, debug=True)

OUTCOME = Outcome(
    Status.ERROR,
    Reason.AUTH,
    "no login at postgres://bob:canary-password@db/shop",
    {"password": "canary-password", "url": "redis://:canary-password@db/0", "tries": [1, 2]},
)
REPORT = Report(
    (
        CheckResult("database", "default", "", OUTCOME, 0.25, 10, last_success=0),
        CheckResult("migrations", "default", "", Outcome(), 0.5, 3),
    ),
    created=1000,
    now=10,
    duration=0.3,
)

TEXT = """\
Probe of database/default:
  checks: database, migrations
  limit: 9.5 s

database/default:
  asked by this probe, or while it waited
  duration: 0.250000 s
  status: error
  reason: auth
  message: no login at postgres://***@db/shop
  last success: 1970-01-01T00:00:00Z
  password: "***"
  url: "redis://***@db/0"
  tries: [1,2]

migrations/default:
  kept from 7.000 s before this answer
  duration: 0.500000 s
  status: ok

Result: error after 0.300000 s

Configuration of the target:
  target: "database/default"
  engine: "postgresql"
  backend: "pg"
  origin: "file"

Metrics that would have been returned:"""


def test_steps_and_configuration_without_secrets() -> None:
    """Each check with its time, reason and figures; credentials are stars wherever they stand."""
    known = [
        EffectiveTarget(target=name, engine="postgresql", backend="pg", origin="file")
        for name in ("database/default", "database/other")
    ]
    assert debug_text(ASKED, REPORT, 9.5, known) == TEXT


def test_what_is_not_configured_is_not_told() -> None:
    """The host has no address of its own."""
    assert "Configuration" not in debug_text(ASKED, REPORT, 9.5)
