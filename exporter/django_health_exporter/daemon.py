"""Puts the parts together, serves until it is told to end, and ends cleanly."""

from __future__ import annotations

import logging
import platform
import signal
import threading
from collections.abc import Callable
from types import FrameType

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Info,
    PlatformCollector,
    ProcessCollector,
)

from django_health.check import BaseHealthCheck
from django_health.custom.registration import on_registration, registered_checks
from django_health.custom.selection import fitted
from django_health.engine import Engine
from django_health.version import __version__
from django_health_exporter.configuration.config import Config
from django_health_exporter.web.server import WebServer

logger = logging.getLogger(__name__)


def run(config: Config) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        ListenError: An address cannot be listened on.
    """
    engine = Engine(config.checks)
    end_listening = _take_up_later(engine, config)
    server = WebServer(engine, config.health, config.web, self_registry())
    server.bind()
    _tell_start(config, engine, server)

    def stop(signum: int, _frame: FrameType | None) -> None:
        logger.info("%s received, ending", signal.Signals(signum).name)
        server.stop()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, stop)
    server.run()
    end_listening()
    engine.close()
    logger.info("ended")


def _take_up_later(engine: Engine, config: Config) -> Callable[[], None]:
    """Ask also what is registered from now on: applications may be loaded while checks run.

    What was registered since the configuration was read is among it.

    Returns:
        A function that ends it.
    """
    turn = threading.Lock()

    def take_up(registered: BaseHealthCheck) -> None:
        with turn:
            if registered.name not in engine.names:
                for check in fitted([registered], config.health):
                    engine.add(check)

    end = on_registration(take_up)
    for registered in registered_checks():
        take_up(registered)
    return end


def self_registry() -> CollectorRegistry:
    """Return the metrics of the daemon itself: its build, its process and its Python."""
    registry = CollectorRegistry()
    build = Info("django_health_exporter_build", "Version of the exporter.", registry=registry)
    build.info({"version": __version__, "python_version": platform.python_version()})
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    return registry


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
