"""Queue lengths and the messages that are next in line, on Redis."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from redis.exceptions import ResponseError

from django_health.checks.celery.answer import BrokerAnswer, QueueState
from django_health.checks.celery.redis_layout import RedisLayout, Tail, tail_of
from django_health.checks.celery.redis_session import STATE, BrokerSession, is_refusal

_LENGTH_GRANT = "queue lengths: ACL SETUSER <user> +llen %R~<queue>*"
_UNACKED_GRANT = "unacked messages: ACL SETUSER <user> +hlen %R~<unacked_key>"
_HEAD_GRANT = "message that is next in line: ACL SETUSER <user> +eval +llen +hlen +lindex"


class _Head(NamedTuple):
    """A message next in line, and since when it has been seen there."""

    tag: bytes
    since: float


class RedisQueues:
    """Looks at the queues, and remembers which message was next in line.

    Args:
        layout: The names of the keys.
        clock: Monotonic seconds.
        wall_clock: Unix seconds.
    """

    def __init__(
        self,
        layout: RedisLayout,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._layout = layout
        self._clock = clock
        self._wall_clock = wall_clock
        self._heads: dict[str, _Head] = {}

    def look(self, session: BrokerSession, queues: Sequence[str], answer: BrokerAnswer) -> None:
        """Add what the queues are like to an answer.

        Raises:
            RedisError: No reply, or none but errors.
        """
        lists = [self._layout.lists(queue) for queue in queues]
        keys = [self._layout.key(self._layout.unacked), *(key for group in lists for key in group)]
        unacked, lengths, tails = self._asked(session, keys, answer)
        if isinstance(unacked, int):
            answer.unacked = unacked
        elif is_refusal(unacked):
            answer.missing.append(_UNACKED_GRANT)
        if any(is_refusal(length) for length in lengths):
            answer.missing.append(_LENGTH_GRANT)
        size = len(self._layout.steps)
        for place, queue in enumerate(queues):
            own = slice(place * size, (place + 1) * size)
            if all(isinstance(length, int) for length in lengths[own]):
                answer.queues.append(self._state(queue, lengths[own], tails and tails[own]))

    def _asked(
        self, session: BrokerSession, keys: list[str], answer: BrokerAnswer
    ) -> tuple[Any, list[Any], list[bytes] | None]:
        (found,) = session.ask_all([("EVAL", STATE, len(keys), *keys)])
        if not isinstance(found, ResponseError):
            unacked, *rest = found
            return unacked, rest[::2], rest[1::2]
        answer.missing.append(_HEAD_GRANT)
        commands = [("HLEN", keys[0]), *(("LLEN", key) for key in keys[1:])]
        unacked, *lengths = session.ask_all(commands)
        return unacked, lengths, None

    def _state(self, queue: str, lengths: list[int], tails: list[bytes] | None) -> QueueState:
        if tails is None:
            return QueueState(queue, sum(lengths))
        heads = [tail_of(tail) for tail in tails if tail]
        return QueueState(
            queue,
            sum(lengths),
            oldest_age=self._age(heads),
            unchanged=self._unchanged(queue, heads),
        )

    def _age(self, heads: list[Tail]) -> float | None:
        sent = [head.sent for head in heads if head.sent is not None]
        return max(self._wall_clock() - min(sent), 0.0) if sent else None

    def _unchanged(self, queue: str, heads: list[Tail]) -> float | None:
        if not heads:
            self._heads.pop(queue, None)
            return 0.0
        tag, now = heads[0].tag, self._clock()
        if not tag:
            return None
        known = self._heads.get(queue)
        if known is None or known.tag != tag:
            known = self._heads[queue] = _Head(tag, now)
        return now - known.since
