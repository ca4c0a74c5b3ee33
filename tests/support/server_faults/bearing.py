"""How a daemon has to bear a fault, from before it to after it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from faulty_stack import Resources
from server_faults.journal import assert_told, told
from server_faults.resources import assert_back
from server_faults.watch import Ill, Watch

SCRAPES = 2
"""How often the daemon is scraped while a fault lasts; it is asked for two documents besides."""


def borne(
    watch: Watch,
    fault: AbstractContextManager[object],
    ill: Ill | None = None,
    warned: Ill | None = None,
) -> None:
    """Live through a fault and see that it is told as it should be, and leaves nothing behind.

    All is well before it. While it lasts, only the ill targets are ill, for their reasons. At the
    first scrape after it all is well again. The log has a line for each of the two changes, and
    the daemon holds no more threads, descriptors and memory than before. No password is told.

    Args:
        watch: The daemon and its targets.
        fault: Begins it and ends it.
        ill: The targets that it puts down, with their reasons.
        warned: The targets that still work, with the reasons for which they are warned of.
    """
    exporter = watch.exporter
    watch.expect()
    before, told_before = Resources.of(exporter.process.pid), told(exporter)
    with fault:
        for _ in range(SCRAPES):
            watch.expect(ill, warned)
    watch.expect()
    reasons = {**(ill or {}), **(warned or {})}
    expected = {target: [reason, "ok"] for target, reason in reasons.items()}
    assert_told(exporter, told_before, expected)
    assert "canary" not in exporter.log
    assert_back(before, exporter.process.pid)
