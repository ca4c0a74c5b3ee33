"""Custom checks that mishandle their secrets in every way that there is."""

from __future__ import annotations

SOURCE = '''\
import gc
import logging
import os
import threading

from django.conf import settings

from django_health import BaseHealthCheck, CheckFailed, Reason, register_health_check

IS_DAEMON = "CANARY_DAEMON" in os.environ
"""Whether the daemon runs this: what an application prints in its own process is its own."""


def check(function):
    name = function.__name__.replace("_", "-")

    def run():
        return function(settings.CANARIES[name])

    return register_health_check(name=name)(run)


@check
def custom_text(dsn):
    raise RuntimeError(f"cannot connect to {dsn}")


@check
def custom_key(dsn):
    return {}[dsn]


@check
def custom_locals(dsn):
    password = dsn
    return {"status": "ok", "length": len(password) / 0}


@check
def custom_cause(dsn):
    try:
        raise ConnectionError(f"refused by {dsn}")
    except ConnectionError as error:
        error.add_note(dsn)
        raise ValueError(f"because of {error}") from error


@check
def custom_context(dsn):
    try:
        raise ConnectionError(f"refused by {dsn}")
    except ConnectionError:
        raise ExceptionGroup(dsn, [RuntimeError(dsn)])


@check
def custom_failed(dsn):
    raise CheckFailed(Reason.REFUSED, f"no connection to {dsn}") from RuntimeError(dsn)


@check
def custom_failed_error(dsn):
    raise CheckFailed(Reason.REFUSED, RuntimeError(dsn), details={"error": RuntimeError(dsn)})


@check
def custom_exit(dsn):
    raise SystemExit(dsn)


@check
def custom_class(dsn):
    class Evil(Exception):
        def __str__(self):
            raise RuntimeError(dsn)

        __repr__ = __str__

    raise Evil(dsn)


@check
def custom_message(dsn):
    return {"status": "error", "message": f"cannot reach {dsn}, nor {dsn}."}


@check
def custom_raw_url(dsn):
    return {"status": "error", "message": f"cannot reach {dsn} at all"}


@check
def custom_conninfo(dsn):
    return {"status": "warning", "message": f"no answer from {dsn} now"}


@check
def custom_settings(dsn):
    return {"status": "warning", "message": f"look at {dsn}", "found": repr(dsn), "as": [dsn]}


@check
def custom_details(dsn):
    error = RuntimeError(dsn)
    return {"status": "ok", "dsn": dsn, "error": error, "deep": {"urls": [dsn], dsn: 1}}


@check
def custom_named(password):
    named = {"password": password, "API_KEY": password, "secret": [password]}
    return {"status": "ok", **named, "login": {"user": "shop", "passwd": password}}


@check
def custom_status(dsn):
    return {"status": dsn, "reason": dsn, "gauges": {dsn: dsn}}


@check
def custom_answer(dsn):
    return dsn


@check
def custom_thread(dsn):
    if IS_DAEMON:
        thread = threading.Thread(target=connect, args=(dsn,))
        thread.start()
        thread.join()


def connect(dsn):
    raise ConnectionError(f"refused by {dsn}")


class Careless:
    def __init__(self, dsn):
        self.dsn = dsn

    def __del__(self):
        raise RuntimeError(f"cannot close {self.dsn}")


@check
def custom_del(dsn):
    if IS_DAEMON:
        Careless(dsn)
        gc.collect()


@check
def custom_logging(dsn):
    if IS_DAEMON:
        logger = logging.getLogger("canary_shop")
        logger.warning("%d connections", dsn)
        logger.warning("one", dsn)
        try:
            connect(dsn)
        except ConnectionError:
            logger.exception("no connection", stack_info=True)


@register_health_check
class Closing(BaseHealthCheck):
    name = "custom-close"
    dsn = settings.CANARIES["custom-close"]

    def check(self):
        return {"status": "ok"}

    def cancel(self):
        raise RuntimeError(self.dsn)

    close = cancel
'''
"""The module of the project's checks; each is called like the form whose secret it tells."""
