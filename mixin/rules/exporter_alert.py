"""What the alerts about the exporter itself have in common."""

from __future__ import annotations

from functools import partial

from mixin.rules.recording import OURS
from mixin.rules.rule import Alert

exporter_alert = partial(
    Alert,
    component="exporter",
    dashboard="dhe-exporter",
    kept={"job": "job", "instance": "instance"},
)
"""Makes an alert about one exporter."""

job_alert = partial(exporter_alert, kept={"job": "job"})
"""Makes an alert about all exporters of a job."""

IS_OURS = f"and on (job, instance) {OURS}"
"""What narrows series that every target has to those of django-health-exporter."""
