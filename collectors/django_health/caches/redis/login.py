"""How a session with Redis begins: who asks, for which database, and under which name."""

from __future__ import annotations

from typing import Any

from django_health.caches.redis.errors import ErrorReply, NotRedis
from django_health.caches.redis.session import RedisSession
from django_health.caches.redis.wire import packed
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.result import Reason
from django_health.targets import RedisTarget

CLIENT_NAME = "django-health-exporter"

_INTRODUCTION = packed(b"CLIENT", b"SETNAME", CLIENT_NAME.encode())
_SELECT_GRANT = "ACL SETUSER <user> +select"
_ONE_WORD_ALONE = "wrong number of arguments for 'auth'"
"""What servers before 6.0, which know no users, say to a user's name beside the password."""


def logged_in(opened: BoundedSocket, target: RedisTarget, timeout: float) -> RedisSession:
    """Log in, select the database and tell a name; a session that failed is closed.

    Args:
        opened: A connected socket, which the session owns from now on.
        target: Who logs in, and to which database.
        timeout: Seconds for every single wait.

    Raises:
        CheckFailed: The user may not choose the database, or a credential cannot be sent.
        ErrorReply: It was refused for another reason.
        NotRedis: What answers is none.
        OSError: The connection broke, or nothing came in time.
    """
    session = RedisSession(opened)
    try:
        _authenticate(session, _credentials(target))
        _select(session, target.database)
        _introduce(session)
        session.time_by_system(timeout)
    except BaseException:
        session.close()
        raise
    return session


def _authenticate(session: RedisSession, words: tuple[bytes, ...]) -> None:
    if not words:
        return
    try:
        _do(session, b"AUTH", *words)
    except ErrorReply as error:
        if _ONE_WORD_ALONE not in error.said.lower():
            raise
        _do(session, b"AUTH", words[-1])


def _select(session: RedisSession, database: int) -> None:
    if not database:
        return
    try:
        _do(session, b"SELECT", b"%d" % database)
    except ErrorReply as error:
        if not error.is_refusal:
            raise
        message = f"the user may not choose its database: {_SELECT_GRANT}"
        raise CheckFailed(Reason.PERMISSION, message) from None


def _introduce(session: RedisSession) -> None:
    """Tell the server who is asking, for CLIENT LIST; it may refuse to hear it."""
    try:
        session.exchange(_INTRODUCTION)
    except ErrorReply as error:
        # A narrow ACL, or no such command; nothing that is measured depends on the name.
        if not error.is_refusal and error.meaning():
            raise


def _do(session: RedisSession, *words: bytes) -> None:
    """Ask for what is answered with ``OK`` or an error; an echo answers neither."""
    if session.exchange(packed(*words)) != b"OK":
        raise NotRedis


def _credentials(target: RedisTarget) -> tuple[bytes, ...]:
    """What AUTH says, if anything; a provider of short-lived tokens is given in the options."""
    provider: Any = target.options.get("credential_provider")
    if provider:
        return tuple(map(_encoded, provider.get_credentials() or ()))
    password = target.password.reveal()
    if target.user:
        return _encoded(target.user), _encoded(password)
    return (_encoded(password),) if password else ()


def _encoded(word: object) -> bytes:
    """The bytes of a credential.

    Raises:
        CheckFailed: It has none; an error of Python would show it.
    """
    if isinstance(word, bytes):
        return word
    text = str(word)
    encoded = text.encode("utf-8", "replace")
    if encoded.decode() != text:
        raise CheckFailed(Reason.MISCONFIGURED)
    return encoded
