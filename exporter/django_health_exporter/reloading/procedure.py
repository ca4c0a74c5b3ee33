"""One reload from its beginning to its end: read, take over, tell."""

from __future__ import annotations

import logging

from django_health_exporter.alerting.alerts import Alerts
from django_health_exporter.configuration.config import Config, Flags
from django_health_exporter.logs import adjust_logging
from django_health_exporter.reloading.attempt import LIMIT, Attempt
from django_health_exporter.reloading.failure import ReloadError, reason_for
from django_health_exporter.reloading.metrics import ReloadFigures
from django_health_exporter.reloading.read_at_start import changed_keys
from django_health_exporter.reloading.succession import Succession
from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.server import WebServer

logger = logging.getLogger(__name__)


class Procedure:
    """Reads the configuration again and puts it in force; for one thread.

    Args:
        flags: The command line.
        succession: What is in force.
        server: Answers from it.
        alerts: Sends alerts as it says.
        policies: Of the web configuration file, which is looked at as well.
        metrics: Told what came of it.
        notifier: The service manager, told that it begins and that it has ended.
        limit: Seconds that reading may take.
    """

    def __init__(
        self,
        flags: Flags,
        succession: Succession,
        server: WebServer,
        *,
        alerts: Alerts,
        policies: CurrentPolicy,
        metrics: ReloadFigures,
        notifier: Notifier,
        limit: float = LIMIT,
    ) -> None:
        self._flags = flags
        self._succession = succession
        self._server = server
        self._alerts = alerts
        self._policies = policies
        self._metrics = metrics
        self._notifier = notifier
        self._limit = limit
        self._last: Attempt | None = None

    def __call__(self) -> str:
        """Do it, and return one line that says what there is now.

        Raises:
            ReloadError: The configuration of before stays in force.
        """
        self._notifier.reloading()
        try:
            with self._succession.late.held():
                line = self._reloaded()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            self._metrics.failed()
            failure = error if isinstance(error, ReloadError) else ReloadError(reason_for(error))
            logger.error("not reloaded, what was in force stays in force: %s", failure)
            raise failure from None
        finally:
            self._notifier.ready(self._succession.engine.names)
        self._metrics.succeeded()
        return line

    def _reloaded(self) -> str:
        self._expect_the_last_to_have_ended()
        attempt = self._last = Attempt(self._flags, self._succession.engine.checks)
        config = attempt.read(self._limit)
        try:
            self._look_at_policy()
            ready = self._alerts.prepared(config)
            self._succession.follow(config, self._server.show)
            self._alerts.follow(ready)
        except Exception as error:  # noqa: BLE001 - what is in force must stay in force
            attempt.undo()
            raise ReloadError(reason_for(error)) from None
        attempt.keep()
        self._last = None
        return self._told(config)

    def _expect_the_last_to_have_ended(self) -> None:
        """Refuse while an attempt that was given up still imports modules: it may end yet."""
        if self._last is not None and (seconds := self._last.hangs_for) is not None:
            raise ReloadError(
                f"reading the configuration, begun {seconds:.0f} s ago, has not ended"
                f"{self._last.place}: wait for that, or restart the daemon"
            )

    def _look_at_policy(self) -> None:
        try:
            complaint = self._server.on_loop(self._policies.look)
        except TimeoutError:
            raise ReloadError("the daemon ends, or is too busy") from None
        if complaint:
            raise ReloadError(complaint)

    def _told(self, config: Config) -> str:
        """Have the log be as it is wanted now, and say there what there is."""
        adjust_logging(config.log_level, config.log_format)
        line = f"reloaded: {config.found}"
        logger.info("%s", line)
        if keys := changed_keys(self._succession.config.web, config.web):
            later = f"{', '.join(keys)} changed and will take effect after a restart"
            logger.warning("%s", later)
            line = f"{line}; {later}"
        return line
