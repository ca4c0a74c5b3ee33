"""The words of Redis' ACL as redis-cli reads them."""

from __future__ import annotations

import subprocess

import pytest

from django_health.grants import acl
from django_health.grants.script import Account
from live_servers import Redis
from live_servers.programs import find_program


@pytest.mark.parametrize(
    ("version", "reset"),
    [
        ((6, 0, 16), "on resetkeys -@all"),
        ((6, 2), "on resetkeys resetchannels -@all"),
        ((8, 0, 1), "on resetkeys resetchannels -@all clearselectors"),
    ],
)
def test_what_is_taken_back_first(version: tuple[int, ...], reset: str) -> None:
    """Each version has more of it, and the password stays."""
    told = acl.rule(Account("monitor"), version, ["+info"])
    assert told == f"ACL SETUSER monitor {reset} +info"


@pytest.mark.parametrize(
    "text",
    [
        "plain:key",
        "a b",
        'with "quotes"',
        "back\\slash",
        "celery\x06\x163",
        "käse",
        "",
        "it's",
        "#x",
    ],
)
def test_words_reach_the_server_as_they_are(redis_server: Redis, text: str) -> None:
    """Whatever is in them."""
    program = find_program("redis-tools", "redis-cli")
    run = subprocess.run(
        [program, "-h", redis_server.host, "-p", str(redis_server.port), "--raw"],
        input=f"ECHO {acl.word(text)}\n".encode(),
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == f"{text}\n"


def test_patterns_fit_themselves_alone() -> None:
    """What means something in a pattern is taken literally."""
    assert acl.exactly("a*b?[c]\\") == "a\\*b\\?\\[c\\]\\\\"
    assert acl.exactly("plain") == "plain"
    assert acl.exactly("a b\0c") == "a?b?c"


def test_the_password_is_left_to_the_administrator() -> None:
    """None is proposed that somebody would take as it is."""
    assert "'>...'" in acl.password_note(Account())
    assert "ACL SAVE" in acl.keep_note()
