"""The alerting of the daemon: in force as the configuration is, on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django_health.engine import Engine
from django_health.engine.threads import start_daemon
from django_health.result import Measurement, Report
from django_health_exporter.configuration.config import Config

if TYPE_CHECKING:
    from django_health.alerting.counts import Counts
    from django_health.alerting.health_alerting import HealthAlerting
    from django_health.alerting.looking import Looking
    from django_health.alerting.state import AlertState

logger = logging.getLogger(__name__)


class Ready(NamedTuple):
    """An alerting that has not begun.

    Attributes:
        alerting: It.
        looking: Has it look.
        interval: Seconds between two looks, for the log.
    """

    alerting: HealthAlerting
    looking: Looking
    interval: float


class Alerts:
    """Sends alerts while the configuration says so; who wants none pays nothing.

    Args:
        engine: Returns the one that is in force.
        note: Told each report.
    """

    def __init__(
        self, engine: Callable[[], Engine], note: Callable[[Report], object] = lambda _: None
    ) -> None:
        self._engine = engine
        self._note = note
        self._now: Ready | None = None
        self._counts: Counts | None = None
        self._state: AlertState | None = None
        self._state_at: tuple[str, str] | None = None

    def prepared(self, config: Config) -> Ready | None:
        """Make what a configuration says of alerts, without beginning it.

        Raises:
            HealthCheckError: What is to remember cannot be used; one line says why.
        """
        if not config.channels:
            return None
        # Only who has channels pays for what sends to them.
        from django_health.alerting.assembly import alerting_of  # noqa: PLC0415
        from django_health.alerting.counts import Counts  # noqa: PLC0415
        from django_health.alerting.health_data import process_name  # noqa: PLC0415
        from django_health.alerting.looking import Looking  # noqa: PLC0415

        settings = config.health.alerting
        self._counts = self._counts or Counts()
        alerting = alerting_of(
            settings,
            config.channels,
            self._remembering(config),
            ask=self._report,
            looker=process_name(),
            counts=self._counts,
        )
        return Ready(alerting, Looking(alerting.look, settings.interval), settings.interval)

    def follow(self, ready: Ready | None) -> None:
        """Put an alerting in force, in the place of the one before, whose messages are delivered.

        Args:
            ready: What :meth:`prepared` made; ``None`` for none.
        """
        before, self._now = self._now, ready
        if before:
            before.looking.end()
            before.alerting.finish()
        if ready:
            names = ", ".join(ready.alerting.channel_names)
            logger.info("alerts go to %s, looked for every %g s", names, ready.interval)
            start_daemon(ready.looking.run, "alerting")
        elif before:
            logger.info("alerts are sent no more")

    def finish(self) -> None:
        """Look no more, and have delivered what waits; never waits."""
        if self._now:
            self._now.looking.end()
            self._now.alerting.finish()

    def close(self, seconds: float) -> None:
        """Wait until what was to be told is delivered, for as long as that.

        Args:
            seconds: To wait at most.
        """
        if self._now:
            self._now.looking.end()
            if left := self._now.alerting.close(seconds):
                logger.warning("alerting: the end came before %d of its messages arrived", left)

    def __call__(self) -> Sequence[Measurement]:
        """Return the present figures."""
        if not self._now:
            return ()
        from django_health_exporter.alerting.metrics import alerting_figures  # noqa: PLC0415

        return tuple(alerting_figures(self._now.alerting))

    def _remembering(self, config: Config) -> AlertState:
        """What remembers; the one of before, if it is the same place, since memory ends with it."""
        from django_health.alerting.assembly import state_of  # noqa: PLC0415 - as above

        settings = config.health.alerting
        place = (settings.state_file, settings.cache)
        if self._state is None or self._state_at != place:
            self._state, self._state_at = state_of(settings), place
        return self._state

    def _report(self) -> Report:
        from django_health.alerting.asking import patient_report  # noqa: PLC0415 - as above

        report = patient_report(self._engine())
        self._note(report)
        return report
