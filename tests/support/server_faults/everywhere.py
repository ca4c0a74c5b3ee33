"""The same fault on many servers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager

from server_faults.ground import Ground

Fault = Callable[[Ground], AbstractContextManager[None]]
"""What befalls a server while a block runs."""


@contextmanager
def everywhere(faults: Mapping[str, Fault], ground: Ground) -> Iterator[None]:
    """Each of these faults, while the block runs."""
    with ExitStack() as befallen:
        for fault in faults.values():
            befallen.enter_context(fault(ground))
        yield
