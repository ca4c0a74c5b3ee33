"""A cache of any backend, asked through an instance of Django's own: set, get and delete."""

from __future__ import annotations

import re
import secrets
import socket
import sys
import time
from typing import Any, NoReturn

from django.core.cache import BaseCache, InvalidCacheBackendError, caches
from django.core.exceptions import ImproperlyConfigured

from django_health.caches.families import INFO
from django_health.caches.own_key import SECONDS_TO_LIVE, operation_figures
from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed, reason_of
from django_health.result import Outcome, Reason
from django_health.targets import DjangoCacheTarget

_MISCONFIGURED = (ImproperlyConfigured, InvalidCacheBackendError, ImportError, TypeError)
"""What backends raise whose settings cannot work."""

_ERRNO = re.compile(r"Error (-?\d{1,4}) connecting to ")
"""How redis-py's text begins when it could not connect."""

_HIDES_ERRORS = "_ignore_exceptions"
"""django-redis' and django-valkey's switch by which a broken cache looks like an empty one."""


class _Kept:
    """The instance of the application's backend, whose attributes may hold passwords."""

    __slots__ = ("cache",)

    def __init__(self, cache: BaseCache) -> None:
        self.cache = cache

    def __reduce__(self) -> NoReturn:
        raise TypeError("the application's cache cannot be pickled")


class DjangoCacheCheck(BaseHealthCheck):
    """A cache behind a sentinel, with a login (SASL), or of a backend that is not known here.

    What limits the waiting is up to the backend's own settings: nothing can interrupt it.

    Args:
        target: The cache; the project's settings must be configured.
        timeout: Seconds that a run may take.
    """

    name = "cache"
    description = "set, get and delete through Django's cache backend, the value compared"

    def __init__(self, target: DjangoCacheTarget, timeout: float) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._backend = target.backend
        self._key = target.key
        self._kept: _Kept | None = None

    def check(self) -> Outcome:
        """Ask, on the instance that is kept.

        Raises:
            CheckFailed: The cache cannot be reached, or does not do its work.
        """
        if self._kept is None:
            self._kept = _Kept(_own_cache(self.target))
        try:
            seconds = self._operations(self._kept.cache)
        except (ImproperlyConfigured, ImportError):
            failure = CheckFailed(Reason.MISCONFIGURED, "its backend cannot be used: see OPTIONS")
        except Exception as error:
            if not _is_of_redis(error):
                raise
            failure = _of_redis(error)
        else:
            return Outcome(
                details={"backend": self._backend, "operation_seconds": seconds},
                measurements=(
                    INFO(1, self.target, "", self._backend, ""),
                    *operation_figures(seconds, self.target, ""),
                ),
            )
        raise failure

    def close(self) -> None:
        """Let the backend close what it keeps."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.cache.close()

    def _operations(self, cache: BaseCache) -> dict[str, float]:
        value = secrets.token_hex(8)
        begun = time.perf_counter()
        cache.set(self._key, value, SECONDS_TO_LIVE)
        was_set = time.perf_counter()
        found = cache.get(self._key)
        was_got = time.perf_counter()
        if found != value:
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                "the value just set was gone" if found is None else "another value came back",
            )
        cache.delete(self._key)
        done = time.perf_counter()
        return {"set": was_set - begun, "get": was_got - was_set, "delete": done - was_got}


def _is_of_redis(error: Exception) -> bool:
    """Whether it is redis-py's, which only the backends import that need it."""
    driver = sys.modules.get("redis.exceptions")
    return driver is not None and isinstance(error, driver.RedisError)


def _of_redis(error: Exception) -> CheckFailed:
    """What an error of redis-py stands for; django-redis cuts off the system's error behind it."""
    from django_health.caches.redis.driver_errors import failure_of  # noqa: PLC0415 - see above

    found = _ERRNO.match(str(error))
    reason = reason_of(_system_error(int(found[1]))) if found else None
    return CheckFailed(reason) if reason else failure_of(error)


def _system_error(number: int) -> OSError:
    """The resolver's errors are below 0."""
    return socket.gaierror(number, "") if number < 0 else OSError(number, "")


def _own_cache(alias: str) -> BaseCache:
    """A new instance of the alias' backend, which tells its errors."""
    try:
        settings = caches.settings
    except ImproperlyConfigured:
        settings = {}
    if alias not in settings:
        raise CheckFailed(
            Reason.MISCONFIGURED,
            f"it is asked through Django, whose settings have no cache {alias!r}: "
            "is DJANGO_SETTINGS_MODULE set?",
        )
    try:
        cache: Any = caches.create_connection(alias)
    except _MISCONFIGURED:
        raise CheckFailed(
            Reason.MISCONFIGURED,
            "its BACKEND cannot be made: are LOCATION and OPTIONS right and its library installed?",
        ) from None
    if _HIDES_ERRORS in vars(cache):
        setattr(cache, _HIDES_ERRORS, False)
    return cache  # type: ignore[no-any-return]
