"""The privileges at a Redis that is a cache."""

from __future__ import annotations

from django_health.caches.own_key import MAX_KEY_BYTES
from django_health.grants import acl
from django_health.grants.script import Account, Script
from django_health.grants.versions import numbers_of
from django_health.targets import RedisTarget

PROBE = "django-health-exporter"
"""How the part of a key begins that the exporter gives; behind it stands what is random."""

_LONGEST = MAX_KEY_BYTES - 9
"""Bytes of a key that are not cut off to make room for its random end."""

NAMES = {"redis": "Redis", "valkey": "Valkey", "keydb": "KeyDB", "dragonfly": "Dragonfly"}


def redis_grants(
    name: str, target: RedisTarget, version: str, account: Account, software: str = "redis"
) -> Script:
    """Return what an administrator types into redis-cli.

    Args:
        name: What is asked there.
        target: Where the cache is, and the key that is used.
        version: The server's; empty where it is not known.
        account: Who asks.
        software: What the server calls itself.
    """
    server = f"{NAMES.get(software, software)} {version}".rstrip()
    # It counts its versions by itself, and takes what the first Redis with users took.
    numbers = acl.FIRST if software == "dragonfly" else numbers_of(version)
    if numbers < acl.FIRST:
        return Script(
            name, server, ("It knows no users: whoever has its password may do everything.",)
        )
    commands = ["+info", "+get"]
    if not target.read_only:
        commands += ["+set", "+del"]
    if target.database:
        commands.append("+select")
    if software != "dragonfly":
        commands.append("+client|setname")
    pattern = key_pattern(target.key)
    return Script(
        name,
        server,
        (
            "For redis-cli as a user who may do everything, at each server of the cache.",
            "If the user is not there yet:",
            acl.password_note(account),
            acl.keep_note(),
            *(["KEY_FUNCTION changes the keys: so all of them are allowed."] * (pattern == "*")),
        ),
        (acl.rule(account, numbers, (*commands, f"~{pattern}")),),
    )


def key_pattern(key: str) -> str:
    """Return the pattern of all keys that a check of this cache may use, whatever their ends.

    That is every key where a KEY_FUNCTION makes something else of them.
    """
    before, found, _ = key.partition(PROBE)
    if not found:
        return "*"
    used = (before + found).encode()[:_LONGEST]
    return f"{acl.exactly(used.decode(errors='ignore'))}*"
