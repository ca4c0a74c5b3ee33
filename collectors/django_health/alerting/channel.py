"""The contract of everything that takes alerts to somebody, and how it says that it could not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from django_health.failure import SENTENCES
from django_health.result import Reason


class AlertError(Exception):
    """Raised by a channel that could not deliver and knows why.

    Args:
        reason: Why, from the closed list; it becomes a label value.
        text: One sentence of the channel's own for the log. Never another's text, an address that
            may hold a token, or anything secret; the reason's own sentence where it is empty.
        retry: Whether the same may succeed later. ``False`` for what stays wrong until somebody
            changes it: a refused login, an address that does not exist.
        retry_after: Seconds that the receiver asked to be left alone for.
    """

    def __init__(
        self,
        reason: Reason,
        text: str = "",
        *,
        retry: bool = True,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text or SENTENCES[reason])
        self.reason = reason
        self.retry = retry
        self.retry_after = retry_after


class AlertChannel(ABC):
    """Somewhere that alerts are sent to.

    A channel of your own needs ``send_alert`` alone, and no base class. It is called on a thread
    of its own, never twice at a time, and may wait for the network as long as its timeout says:
    nothing else waits for it. It neither logs nor retries: who calls it does.

    Attributes:
        name: What it is called in logs and metrics, and in the record of what it was told: give
            two channels of a kind different ones.
        timeout: Seconds within which ``send_alert`` ends, whatever the receiver does.
        repeat_interval: Seconds after which an alert that goes on is sent again; that of the
            alerting where it is ``None``.
        send_resolved: Whether it is told that something is well again; what the alerting says
            where it is ``None``.
    """

    name: str = ""
    timeout: float = 10.0
    repeat_interval: float | None = None
    send_resolved: bool | None = None

    @abstractmethod
    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Deliver, and return when the receiver has taken it.

        Args:
            health_data: The detailed document (``status``, ``timestamp``, ``checks``), made plain,
                bounded and masked; with it, where the alerting sends,

                - ``alerts``: what there is to tell, the worst first, each with ``check``,
                  ``target``, ``part``, ``label``, ``status``, ``previous_status`` (``None`` where
                  it is not known), ``reason`` (or ``None``), ``message``, ``critical``, ``event``
                  (``firing``, ``repeat`` or ``resolved``), ``since`` (when this status began),
                  ``started`` (when the trouble began), both ISO 8601 in UTC, and ``fingerprint``
                  (the same from the first message of a trouble to its last);
                - ``source``: ``instance`` and ``version`` of who sends.

                What a project sends by itself may lack both.

        Raises:
            AlertError: It was not delivered, for a known reason.
        """
