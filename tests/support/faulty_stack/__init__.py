"""The real daemon on real servers, each behind a proxy that can spoil it at any moment.

A :class:`Trial` holds what the daemon says during a fault against what is really so.
"""

from faulty_stack.pulse import Pulse
from faulty_stack.resources import Peak, Resources, assert_back
from faulty_stack.servers import Servers, running_servers, with_rabbitmq
from faulty_stack.stack import BUDGET, FaultyStack, running_faulty_stack
from faulty_stack.trial import Trial

__all__ = [
    "BUDGET",
    "FaultyStack",
    "Peak",
    "Pulse",
    "Resources",
    "Servers",
    "Trial",
    "assert_back",
    "running_faulty_stack",
    "running_servers",
    "with_rabbitmq",
]
