"""The check of Celery's workers and queues, and the builder of all that is checked of Celery."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings

from django_health.check import BaseHealthCheck
from django_health.checks.celery.beat import BeatCheck
from django_health.checks.celery.project_app import NothingToAskError, project_app
from django_health.checks.celery.queues import configured_queues
from django_health.databases.lending import Lender
from django_health.failure import CheckFailed
from django_health.project import load_applications
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings

if TYPE_CHECKING:
    from django_health.checks.celery.answer import BrokerAnswer
    from django_health.checks.celery.broker import Broker

INTERVAL = 15.0
"""Seconds for which an answer is kept: a ping costs every worker some of its time."""

_BEAT = "django_celery_beat"


def celery_checks(settings: HealthSettings, lenders: Mapping[str, Lender]) -> list[BaseHealthCheck]:
    """Return the checks of Celery; one that finds nothing to ask says so when it runs.

    Args:
        settings: The timeout of what is external counts, and that of databases for beat.
        lenders: The database checks by alias.
    """
    checks: list[BaseHealthCheck] = [CeleryCheck(settings.timeouts.external)]
    if any(entry.partition(".")[0] == _BEAT for entry in django_settings.INSTALLED_APPS):
        checks.append(BeatCheck(lenders, settings.timeouts.database))
    return checks


class CeleryCheck(BaseHealthCheck):
    """The broker of the project's Celery application, its queues, and the workers that answer.

    It is an error if no worker answers, since tasks then pile up. Workers of another application
    that shares the broker and its ``control_exchange`` answer as well, as they do to Celery's own
    tools.

    Args:
        timeout: Seconds for the run, and for every single wait in it. The first run also loads
            the project's applications.
    """

    name = "celery"
    part = "workers"
    min_interval = INTERVAL
    description = "Celery: queue lengths at the broker, then a ping that every worker answers"

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._app: Any = None
        self._broker: Broker | None = None
        self._is_cancelled = False

    def check(self) -> Outcome:
        """Ask.

        Raises:
            CheckFailed: The broker does not answer well, or no worker answers.
        """
        self._is_cancelled = False
        try:
            broker = self._found()
        except NothingToAskError as nothing:
            return Outcome(Status.SKIPPED, message=str(nothing))
        conf = self._app.conf
        answer = broker.ask(
            configured_queues(conf), with_workers=bool(conf.worker_enable_remote_control)
        )
        return _outcome(answer)

    @property
    def connections(self) -> int:
        """How many connections to the broker are kept open now."""
        return self._broker.connections if self._broker is not None else 0

    def cancel(self) -> None:
        """End the run under way, also while it connects."""
        self._is_cancelled = True
        if self._broker is not None:
            self._broker.cancel()

    def close(self) -> None:
        """Close the kept connection."""
        if self._broker is not None:
            self._broker.close()

    def _found(self) -> Broker:
        if self._broker is None:
            load_applications(self.timeout)
            self._app = project_app()
            # kombu and its drivers load with it, which are not there where Celery is not.
            module = import_module("django_health.checks.celery.broker")
            broker: Broker = module.broker_of(self._app, self.timeout)
            self._broker = broker
        if self._is_cancelled:
            raise CheckFailed(Reason.TIMEOUT)
        return self._broker


def _outcome(answer: BrokerAnswer) -> Outcome:
    details, measurements = answer.details(), answer.measurements()
    if answer.workers == []:
        raise CheckFailed(
            Reason.UNAVAILABLE, _silence(answer), details=details, measurements=measurements
        )
    return Outcome(message=_remark(answer), details=details, measurements=measurements)


def _silence(answer: BrokerAnswer) -> str:
    if answer.recipients == 0:
        return "no worker is connected to the broker"
    return "no worker answered the ping"


def _remark(answer: BrokerAnswer) -> str:
    if answer.workers is None and not answer.missing:
        return "the workers take no ping (worker_enable_remote_control is off)"
    return ""
