"""The broker of a Celery application: which one it is, and how to ask it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from kombu.exceptions import KombuError
from kombu.transport import TRANSPORT_ALIASES

from django_health.checks.celery.amqp_broker import AmqpBroker
from django_health.checks.celery.answer import BrokerAnswer
from django_health.checks.celery.mailbox import Mailbox
from django_health.checks.celery.places import amqp_target, links_of, redis_target
from django_health.checks.celery.project_app import NothingToAskError
from django_health.checks.celery.redis_broker import RedisBroker
from django_health.checks.celery.redis_layout import layout_of
from django_health.checks.celery.roll_call import PATIENCE, RollCall
from django_health.failure import CheckFailed
from django_health.result import Reason

_REDIS = {"redis", "rediss"}
_AMQP = {"amqp", "amqps", "pyamqp", "librabbitmq"}
_PATIENCE_SHARE = 0.75
"""Of a check's time, what may go into waiting for workers; the rest is for the broker."""


class Broker(Protocol):
    """What a broker can be asked."""

    def ask(self, queues: Sequence[str], *, with_workers: bool) -> BrokerAnswer:
        """Ask for the state of the queues and, if wanted, for the workers.

        Raises:
            CheckFailed: It cannot be reached or does not answer well.
        """

    def cancel(self) -> None:
        """End the run under way; called from another thread."""

    def close(self) -> None:
        """Close the kept connection."""


def broker_of(app: Any, timeout: float) -> Broker:
    """Return the broker to which an application sends its tasks; nothing is opened.

    Raises:
        NothingToAskError: It cannot be asked from outside, or nobody here knows how.
        CheckFailed: Its URL or its options cannot be read.
    """
    if app.conf.task_always_eager:
        raise NothingToAskError("tasks run in the application itself (task_always_eager)")
    try:
        return _broker(app, timeout)
    except ImportError:  # kombu has no driver for it here; those of Redis and AMQP are there
        raise _unknown(None) from None
    except (KombuError, LookupError, TypeError, ValueError):
        raise CheckFailed(
            Reason.MISCONFIGURED, "broker_url or broker_transport_options cannot be read"
        ) from None


def _broker(app: Any, timeout: float) -> Broker:
    links = links_of(app)
    kind = links[0].transport_cls
    mailbox = Mailbox(app.conf)
    roll_call = RollCall(min(PATIENCE, timeout * _PATIENCE_SHARE))
    if kind in _AMQP:
        return AmqpBroker([amqp_target(link) for link in links], mailbox, roll_call, timeout)
    if kind in _REDIS:
        targets = [redis_target(link) for link in links]
        layout = layout_of(links[0].transport_options, targets[0].database)
        return RedisBroker(targets, layout, mailbox, roll_call, timeout)
    raise _unknown(kind)


def _unknown(kind: object) -> NothingToAskError:
    if kind == "memory":
        return NothingToAskError("the broker memory:// is in each process alone")
    name = f"of the kind {kind}" if kind in TRANSPORT_ALIASES else "of this kind"
    return NothingToAskError(f"a broker {name} cannot be asked: Redis and AMQP can")
