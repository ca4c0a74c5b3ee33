"""The privileges at a Redis that is Celery's broker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django_health.checks.celery.redis_layout import RedisLayout
from django_health.grants import acl
from django_health.grants.script import Account, Script
from django_health.grants.versions import numbers_of

_LOOK = ("+eval", "+hlen", "+llen", "+lindex")
"""What looks at the queues."""
_PING = ("+publish", "+lrange", "+del", "+rpush", "+expire", "+brpop")
"""What asks the workers, whose answers lie in a list of the exporter's own."""


def redis_broker_grants(
    layout: RedisLayout,
    queues: Sequence[str],
    exchanges: tuple[str, str],
    account: Account,
    *,
    database: int,
    version: str,
) -> Script:
    """Return what an administrator types into redis-cli.

    From Redis 7.0 on what takes from lists and deletes them is allowed for the exporter's own lists
    alone; before that a user's commands and keys cannot be told apart.

    Args:
        layout: The names of kombu's keys.
        queues: The names of the queues that are looked at.
        exchanges: That of the workers' mailbox, and that of their answers.
        account: Who asks.
        database: The number of the database.
        version: The server's; empty where it is not known.
    """
    numbers = numbers_of(version)
    server = f"Redis {version}".rstrip()
    if numbers < acl.FIRST:
        return Script(
            "celery", server, ("It knows no users: whoever has its password may do everything.",)
        )
    mailbox, replies = exchanges
    own = f"~{acl.exactly(layout.prefix)}*.{acl.exactly(replies)}"
    channel = f"&{acl.exactly(layout.topic(mailbox))}"
    first = ["+client|setname", *(["+select"] if database else []), *_PING, own]
    if numbers >= acl.CHANNELS:
        first.append(channel)
    looked = [*_LOOK, *_keys(layout, queues)]
    words = [*first, f"({' '.join(looked)})"] if numbers >= acl.SELECTORS else [*first, *looked]
    return Script(
        "celery",
        server,
        (
            "For redis-cli as a user who may do everything.",
            "If the user is not there yet:",
            acl.password_note(account),
            acl.keep_note(),
        ),
        (acl.rule(account, numbers, words),),
    )


def _keys(layout: RedisLayout, queues: Iterable[str]) -> list[str]:
    """The hash of what is not acknowledged, and each list of each queue."""
    names = [
        layout.key(layout.unacked),
        *(name for queue in queues for name in layout.lists(queue)),
    ]
    return [f"~{acl.exactly(name)}" for name in names]
