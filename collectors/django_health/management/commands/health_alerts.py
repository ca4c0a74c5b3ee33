"""``manage.py health_alerts``: look at the health, and tell the channels of ``HEALTH_CHECK``."""

from __future__ import annotations

import os
import signal
import threading
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from msgspec.structs import replace

from django_health.alerting.assembly import alerting_of, state_of
from django_health.alerting.health_alerting import HealthAlerting
from django_health.alerting.health_data import host_name, process_name
from django_health.alerting.looking import Looking
from django_health.alerting.table import channels_of
from django_health.alerting.trial import trial
from django_health.assembly import settings_in_django
from django_health.engine.threads import start_daemon
from django_health.errors import HealthCheckError
from django_health.settings import with_environment
from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import InvalidDocument, convert

PLACE = "HEALTH_CHECK: alerting"

UNUSABLE = 2
"""The exit code where a setting or an argument cannot be used."""

_EXAMPLES = """\
examples:
  manage.py health_alerts                  beside the web workers, as a service of its own
  manage.py health_alerts --interval=30
  manage.py health_alerts --once           for cron; needs 'STATE_FILE' or 'CACHE'
  manage.py health_alerts --trial          do my channels work?

exit codes:
  0 it was told to end, or all is delivered; 1 a channel did not deliver; 2 it cannot begin
"""

LAST_WORDS = 10.0
"""Seconds at the end for what is under way."""


class Command(BaseCommand):
    """Looks at the health at an interval, and has the channels told what has changed."""

    help = (
        "Look at the health at an interval, and tell the channels of HEALTH_CHECK['ALERTING'] what "
        "has changed, until told to end."
    )
    requires_system_checks = ()  # what they complain about is no reason to be silent

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Return the parser, with examples and exit codes at its end."""
        return super().create_parser(
            prog_name,
            subcommand,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=_EXAMPLES,
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--interval",
            type=float,
            metavar="SECONDS",
            help="Seconds between two looks, from 1 to 86400; default: 'INTERVAL' of "
            "HEALTH_CHECK['ALERTING'], which is 60 by itself.",
        )
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--once", action="store_true", help="Look once, deliver, and end.")
        ways.add_argument(
            "--trial", action="store_true", help="Send a trial to each channel, and end."
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what the options say; an error is one line."""
        try:
            settings = _settings(options["interval"])
            if options["once"]:
                self._once(settings)
            elif options["trial"]:
                self._trial(settings)
            else:
                self._again_and_again(settings)
        except HealthCheckError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from None

    def _once(self, settings: AlertingSettings) -> None:
        if not (settings.state_file or settings.cache):
            raise InvalidDocument(
                f"{PLACE}: --once needs state_file or cache: without one nothing is remembered, "
                "and each run would tell everything again"
            )
        alerting = _alerting(settings, looker=host_name())
        for alert in alerting.check_and_alert():
            self.stdout.write(f"{alert['event']}: {alert['label']} is {alert['status']}")
        self._deliver(alerting)

    def _trial(self, settings: AlertingSettings) -> None:
        alerting = _alerting(replace(settings, state_file="", cache=""))
        alerting.send_alerts(trial(settings.instance))
        self._deliver(alerting)
        self.stdout.write(f"delivered to {', '.join(alerting.channel_names)}")

    def _deliver(self, alerting: HealthAlerting) -> None:
        hanging = alerting.unfinished()
        alerting.close(0)
        counts = alerting.counts.present()
        failed = [
            f"{name} ({', '.join(counts[name].failed) or 'timeout'})"
            for name in alerting.channel_names
            if name in hanging or counts[name].failed or counts[name].works is False
        ]
        if failed:
            raise CommandError(f"not delivered to {', '.join(failed)}")

    def _again_and_again(self, settings: AlertingSettings) -> None:
        alerting = _alerting(settings, looker=process_name())
        looking = Looking(alerting.look, settings.interval)
        ended = _end_by_signal()
        names = ", ".join(alerting.channel_names)
        self.stdout.write(f"alerts go to {names}, looked for every {settings.interval:g} s")
        self.stdout.flush()
        # On another thread: a look that takes long does not hold up the end.
        start_daemon(looking.run, "alerts-looking")
        ended.wait()
        looking.end()
        if left := alerting.close(LAST_WORDS):
            self.stderr.write(f"the end came before {left} of the messages arrived")


def _end_by_signal() -> threading.Event:
    """What a first signal sets; a second one ends the process at once."""
    ended = threading.Event()

    def end(_signum: int, _frame: FrameType | None) -> None:
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, signal.SIG_DFL)
        ended.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    return ended


def _settings(interval: float | None) -> AlertingSettings:
    settings = with_environment(settings_in_django(), os.environ).alerting
    if not settings.channels:
        raise InvalidDocument(f"{PLACE}: there are no channels: name one in 'CHANNELS'")
    if interval is None:
        return settings
    convert({"interval": interval}, AlertingSettings, "--interval")
    return replace(settings, interval=interval)


def _alerting(settings: AlertingSettings, looker: str = "") -> HealthAlerting:
    channels = channels_of(settings, PLACE)
    return alerting_of(settings, channels, state_of(settings), looker=looker)
