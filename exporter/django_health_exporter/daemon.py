"""Puts the parts together, serves until it is told to end, and ends cleanly."""

from __future__ import annotations

import logging
import os
from functools import partial

from django_health.engine import Engine
from django_health.version import __version__
from django_health_exporter.alerting.alerts import Alerts
from django_health_exporter.configuration.config import Config, Flags
from django_health_exporter.ending import Ending
from django_health_exporter.own.figures import own_figures
from django_health_exporter.reloading.metrics import ReloadFigures
from django_health_exporter.reloading.procedure import Procedure
from django_health_exporter.reloading.reloader import Reloader
from django_health_exporter.reloading.succession import Succession
from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.server import WebServer
from django_health_exporter.web.table.metrics import ConnectionFigures

logger = logging.getLogger(__name__)


LAST_RELOAD = 1.0
"""Seconds to wait at the end for a reload that is under way."""

LAST_ALERTS = 3.0
"""Seconds to wait at the end for alerts under way, after the grace that requests have."""


def run(config: Config, policies: CurrentPolicy, flags: Flags, reloader: Reloader) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP has the configuration read again.

    Args:
        config: What to watch, and how to answer.
        policies: Of the web configuration file.
        flags: What the configuration is read with when it is read again.
        reloader: Has been asked for that, perhaps, while the daemon started.

    Raises:
        ListenError: An address cannot be listened on.
        StateError: What alerts were sent cannot be kept where it should be.
    """
    metrics = ReloadFigures()
    tellers = own_figures(config.web.told, policies, metrics)
    succession = Succession(config, tellers)
    notifier = Notifier.taken_from(os.environ)
    server = WebServer(succession.watched, config.web, policies, notifier, reloader.request)
    if "web" in config.web.told:
        tellers.append(ConnectionFigures(server.counts))  # heard too, from the next page on
    alerts = Alerts(lambda: succession.engine, server.history.note)
    if "alerting" in config.web.told:
        tellers.append(alerts)
    ready = alerts.prepared(config)
    server.bind()
    _tell_start(config, succession.engine, server)
    ending = Ending(server.stop, server.abandon, config.web.shutdown_grace)
    ending.listen()
    alerts.follow(ready)
    reloader.start(
        Procedure(
            flags,
            succession,
            server,
            alerts=alerts,
            policies=policies,
            metrics=metrics,
            notifier=notifier,
        )
    )
    server.run(partial(_begin_to_end, ending, alerts))
    ending.bound_last_steps()
    reloader.close(LAST_RELOAD)
    alerts.close(LAST_ALERTS)
    succession.close()
    logger.info("ended")


def _begin_to_end(ending: Ending, alerts: Alerts) -> None:
    ending.bound()
    alerts.finish()


def _tell_start(config: Config, engine: Engine, server: WebServer) -> None:
    names = ", ".join(engine.names) or "nothing"
    logger.info("django-health-exporter %s watches %s", __version__, names)
    if config.targets:
        logger.info("%s", config.found)
    else:
        logger.warning(
            "%s: set DJANGO_SETTINGS_MODULE, DATABASE_URL or CACHE_URL, or give --config.file",
            config.found,
        )
    for address in server.addresses:
        logger.info("listening on %s", address)
