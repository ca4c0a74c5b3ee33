"""One attempt of a channel to deliver: the boundary to code of others."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import NamedTuple

from django_health.alerting.channel import AlertError
from django_health.failure import described, reason_of
from django_health.json_ready import one_line
from django_health.result import Reason


class Failure(NamedTuple):
    """Why an attempt delivered nothing.

    Attributes:
        reason: From the closed list.
        text: For the log; nothing secret.
        retry: Whether the same may succeed later.
        retry_after: Seconds to wait for, as the receiver asked.
    """

    reason: Reason
    text: str
    retry: bool = True
    retry_after: float = 0.0


def attempt(channel: object, health_data: Mapping[str, object]) -> Failure | None:
    """Have a channel deliver; return why it did not, or ``None``. Raises nothing.

    Each attempt has a copy of its own, which the channel may change.
    """
    try:
        channel.send_alert(copy.deepcopy(dict(health_data)))  # type: ignore[attr-defined]
    except AlertError as error:
        return _known(error)
    except BaseException as error:  # noqa: BLE001 - a cancelled task, too; its text may be a secret
        return Failure(reason_of(error) or Reason.INTERNAL, described(error))
    return None


def _known(error: AlertError) -> Failure:
    after = error.retry_after
    wait = float(after) if isinstance(after, int | float) and after > 0 else 0.0
    return Failure(error.reason, one_line(str(error)), bool(error.retry), wait)
