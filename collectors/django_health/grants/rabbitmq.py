"""The privileges at a RabbitMQ that is Celery's broker."""

from __future__ import annotations

import re
import shlex

from django_health.grants.script import Account, Script


def rabbitmq_grants(virtual_host: str, exchanges: tuple[str, str], account: Account) -> Script:
    """Return what an administrator types into a shell.

    The length of a queue needs no privilege: RabbitMQ tells it to every user of the virtual host.

    Args:
        virtual_host: That of the broker's URL.
        exchanges: That of the workers' mailbox, and that of their answers.
        account: Who asks.
    """
    mailbox, replies = (re.escape(name) for name in exchanges)
    own = f"^(.*\\.)?{replies}$"
    rules = (own, f"^(.*\\.{replies}|{mailbox})$", own)
    user, where = shlex.quote(account.user), shlex.quote(virtual_host)
    return Script(
        "celery",
        "RabbitMQ",
        (
            "For a shell on the broker's host. The rules: configure, write, read.",
            "If the user is not there yet; it asks for the password:",
            f"  rabbitmqctl add_user {user}",
        ),
        (f"rabbitmqctl set_permissions -p {where} {user} {' '.join(map(shlex.quote, rules))}",),
    )
