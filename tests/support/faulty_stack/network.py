"""The faults of the network between the daemon and its servers, and what has to be said of them."""

from __future__ import annotations

from collections.abc import Sequence

from fault_proxy import Fault
from faulty_stack.stack import FaultyStack
from faulty_stack.trial import Trial

TIMEOUT = 0.7
"""Seconds that a check may take: as little as a busy machine allows, since most faults last so."""

REASONS = {
    Fault.SILENT: "timeout",
    Fault.SILENT_AFTER_HANDSHAKE: "timeout",
    Fault.DRIP: "timeout",
    Fault.RESET: "unavailable",
    Fault.GARBAGE: "wrong_answer",
    Fault.ENDLESS: "wrong_answer",
    Fault.REFUSE: "refused",
    Fault.UNREACHABLE: "timeout",
}
"""What each fault is to be called, whatever it happens to."""


def endure(trial: Trial, stack: FaultyStack, names: Sequence[str], fault: Fault) -> None:
    """Let a fault happen to the connections of these targets; see :meth:`Trial.endure`."""

    def set_all(now: Fault) -> None:
        for name in names:
            stack.proxies[name].set(now)

    trial.endure(
        dict.fromkeys(names, REASONS[fault]),
        inflict=lambda: set_all(fault),
        heal=lambda: set_all(Fault.NONE),
    )
