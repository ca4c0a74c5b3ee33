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
from django_health.project import explained
from django_health.result import Reason

_REDIS = {"redis", "rediss"}
_AMQP = {"amqp", "amqps", "pyamqp", "librabbitmq"}
_PATIENCE_SHARE = 0.75
"""Of a check's time, what may go into waiting for workers; the rest is for the broker."""


class Broker(Protocol):
    """What a broker can be asked."""

    @property
    def connections(self) -> int:
        """How many connections to the broker are kept open now."""

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
        CheckFailed: Its settings cannot be read, or a package that its driver needs is missing.
    """
    if _is_eager(app):
        raise NothingToAskError("tasks run in the application itself (task_always_eager)")
    try:
        return _broker(app, timeout)
    except ImportError as error:
        if (kind := _named_kind(app)) not in _REDIS | _AMQP and kind in TRANSPORT_ALIASES:
            raise _unknown(kind) from None  # with its driver it could not be asked either
        raise _misconfigured(
            f"the broker's driver cannot be imported: {explained(error)}"
        ) from None
    except (KombuError, LookupError, TypeError, ValueError):
        raise _misconfigured("broker_url or broker_transport_options cannot be read") from None


def _is_eager(app: Any) -> bool:
    try:
        return bool(app.conf.task_always_eager)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it imports the project's settings
        raise _misconfigured(f"Celery's settings cannot be read: {explained(error)}") from None


def _misconfigured(message: str) -> CheckFailed:
    return CheckFailed(Reason.MISCONFIGURED, message)


def _named_kind(app: Any) -> str:
    """The kind of a broker as far as the settings name it; to know it all, its driver is needed."""
    urls = app.conf.broker_write_url or ""
    first = urls if isinstance(urls, str) else next(iter(urls), "")
    kind = app.conf.broker_transport or first.partition("://")[0].partition("+")[0]
    return str(kind)


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
