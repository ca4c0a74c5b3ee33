"""One strain."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from mixin_stand.stand import Stand

Then = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Strain:
    """Something that is not at ease and answers all the same.

    Attributes:
        put: Makes it so until its context ends. What the context gives, if anything, is done when
            all strains are put.
        known: Queries that have an answer as soon as Prometheus has seen it.
    """

    put: Callable[[Stand], AbstractContextManager[Then | None]]
    known: tuple[str, ...]


def fired(alert: str, **labels: str) -> str:
    """Return what has an answer when an alert has fired since the strains began.

    Args:
        alert: Its name without what all names begin with.
        labels: Of the alert.
    """
    wanted = {"alertname": f"DjangoHealth{alert}", "alertstate": "firing", **labels}
    selector = ",".join(f'{name}="{value}"' for name, value in wanted.items())
    return f"last_over_time(ALERTS{{{selector}}}[5m])"
