"""The privileges at the broker of a project's Celery application."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace

from django_health.caches.redis.check import RedisCheck
from django_health.checks.celery.mailbox import Mailbox
from django_health.checks.celery.places import amqp_target, links_of, redis_target
from django_health.checks.celery.project_app import NothingToAskError, project_app
from django_health.checks.celery.queues import configured_queues
from django_health.checks.celery.redis_layout import layout_of
from django_health.failure import CheckFailed
from django_health.grants.rabbitmq import rabbitmq_grants
from django_health.grants.redis_broker import redis_broker_grants
from django_health.grants.script import Account, Script
from django_health.targets import RedisTarget

_KEY = "django-health-exporter"
"""A key that is not there: the question for the version reads it too."""


def celery_script(account: Account, version: str, timeout: float) -> Script | None:
    """Return what is typed at the broker, ``None`` where there is no broker that has privileges.

    The project's applications have to be loaded.

    Args:
        account: Who asks.
        version: The server's; empty to ask it, and where it does not answer for the newest.
        timeout: Seconds for asking.

    Raises:
        CheckFailed: The module that makes the application fails.
        ValueError, LookupError: The broker's settings cannot be read.
    """
    try:
        app = project_app()
    except NothingToAskError:
        return None
    link = links_of(app)[0]
    mailbox = Mailbox(app.conf)
    exchanges = (mailbox.exchange, mailbox.reply_exchange)
    if link.transport_cls in {"redis", "rediss"}:
        place = redis_target(link)
        return redis_broker_grants(
            layout_of(link.transport_options, place.database),
            configured_queues(app.conf),
            exchanges,
            account,
            database=place.database,
            version=version or _told_version(place, timeout),
        )
    if link.transport_cls in {"amqp", "amqps", "pyamqp", "librabbitmq"}:
        return rabbitmq_grants(amqp_target(link).virtual_host, exchanges, account)
    return None


def _told_version(place: RedisTarget, timeout: float) -> str:
    """The version as the broker tells it, empty where it does not."""
    target = replace(place, alias="celery", server="broker", key=_KEY, read_only=True)
    told: object = ""
    with closing(RedisCheck(target, timeout)) as check, suppress(CheckFailed):
        told = check.check().details.get("version", "")
    return str(told)
