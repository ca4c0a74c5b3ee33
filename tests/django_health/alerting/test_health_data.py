"""What channels are given."""

from __future__ import annotations

import os
import socket

from django_health.alerting.health_data import (
    health_data_of,
    host_name,
    process_name,
    source_of,
)
from django_health.result import Outcome, Status
from django_health.version import __version__
from told_alerts import report_of


def test_the_document() -> None:
    """The detailed one, masked, with the alerts and who sends them."""
    outcome = Outcome(Status.OK, details={"url": "redis://me:hunter2@cache/"})
    found = health_data_of(report_of(cache=outcome), [{"label": "a"}], "shop")
    assert (found["status"], found["alerts"]) == ("healthy", [{"label": "a"}])
    assert found["source"] == {"instance": "shop", "version": __version__}
    assert "hunter2" not in repr(found)
    assert "cache" in found["checks"]  # type: ignore[operator]


def test_names() -> None:
    """Of the host where none is given; of the process with its number."""
    assert source_of("")["instance"] == host_name() == socket.gethostname()
    assert process_name() == f"{host_name()}:{os.getpid()}"
