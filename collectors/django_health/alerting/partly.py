"""Says once that some of the receivers of a channel do not take what is sent."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)


class Partly:
    """Remembers how many receivers failed, and logs when some begin to fail or all work again.

    A message that one of them took counts as delivered: to send it once more would tell that one
    again and again for as long as the other is down.

    Args:
        kind: What the receivers are called in the log, like ``recipients``.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._failing = 0

    def note(self, channel: str, failed: int, total: int, why: str) -> None:
        """Note how a delivery went that some took.

        Args:
            channel: Its name.
            failed: How many did not take it.
            total: How many there are.
            why: The first one's failure, without secrets.
        """
        if failed and not self._failing:
            logger.warning(
                "alerting: channel %s: %d of %d %s do not take alerts, the others do: %s",
                *(channel, failed, total, self._kind, why),
            )
        elif self._failing and not failed:
            logger.info("alerting: channel %s: all %s take alerts again", channel, self._kind)
        self._failing = failed
