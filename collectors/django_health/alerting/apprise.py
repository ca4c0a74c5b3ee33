"""Alerts to any service of the Apprise library, which is an extra."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django_health.alerting.apprise_quiet import quietly
from django_health.alerting.channel import AlertChannel, AlertError
from django_health.alerting.message import Message, message_of
from django_health.alerting.news import News, news_of
from django_health.alerting.partly import Partly
from django_health.failure import described, reason_of
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.targets import Secret

if TYPE_CHECKING:
    from apprise import Apprise


SHORTEST = 1.0
"""Seconds that each wait for a service may take at least, however many share the time."""


class AppriseAlertChannel(AlertChannel):
    """Sends to one service after the other; one of them has to take it.

    The library bounds each wait for a service (by 4 seconds, or ``cto=`` and ``rto=`` of its URL,
    and by its share of the timeout here) and not the whole, so that a service that drips may take
    longer than the timeout; no further one is asked after that, and the next attempt begins with
    those that were not.

    Args:
        *urls: In the forms of Apprise; they hold tokens and are never shown.
        name: What it is called.
        timeout: Seconds for an attempt, shared by the services.

    Raises:
        ValueError: A URL cannot be used; the text says which, and does not repeat it.
        ImportError: Apprise is not installed.
    """

    def __init__(self, *urls: str, name: str = "apprise", timeout: float = 10.0) -> None:
        if not urls:
            raise ValueError("urls: at least one is expected")
        self.name = name
        self.timeout = timeout
        self._urls = [Secret(url) for url in urls]
        self._partly = Partly("services")
        self._first = 0
        for number, url in enumerate(self._urls, 1):
            if not _is_known(url):
                raise ValueError(
                    f"urls: number {number} is no URL that Apprise knows, or lacks something, or "
                    "needs a package that is not installed"
                )

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Send one message to each service.

        Raises:
            AlertError: None of them took it.
        """
        news = news_of(health_data)
        message, kind = message_of(news), _kind(news)
        deadline = Deadline(self.timeout)
        failures = []
        count, first = len(self._urls), self._first
        for number in range(count):
            try:
                self._first = (first + number) % count
                share = deadline.left() / (count - number)
                _notify(self._urls[self._first], message, kind, share)
            except AlertError as error:
                failures.append(error)
            except Exception as error:  # noqa: BLE001 - of a plugin; its text may hold the URL
                reason = reason_of(error) or Reason.INTERNAL
                failures.append(AlertError(reason, described(error)))
        if len(failures) == len(self._urls):
            raise failures[-1] from None
        why = str(failures[0]) if failures else ""
        self._partly.note(self.name, len(failures), len(self._urls), why)


def _is_known(url: Secret) -> bool:
    # With the first URL all plugins are loaded, and some of those import what is deprecated.
    with quietly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _service(url) is not None
        except ImportError:
            raise
        except Exception:  # noqa: BLE001 - of a plugin; its text may hold the URL
            return False


def _notify(url: Secret, message: Message, kind: str, share: float) -> None:
    with quietly():
        service = _service(url)
        for plugin in service or ():
            wait = max(share / 2, SHORTEST)  # to connect, and for the answer
            plugin.socket_connect_timeout = min(plugin.socket_connect_timeout or wait, wait)
            plugin.socket_read_timeout = min(plugin.socket_read_timeout or wait, wait)
        is_taken = service is not None and service.notify(
            message.text, title=message.subject, notify_type=kind, body_format="text"
        )
    if not is_taken:
        raise AlertError(Reason.UNAVAILABLE, "the service did not take the message")


def _service(url: Secret) -> Apprise | None:
    """A service; made each time, for what is made of a URL prints it."""
    import apprise  # noqa: PLC0415 - an extra, and some 35 MB

    # On this thread, which may hang: those of Apprise would keep the process from ending.
    asset = apprise.AppriseAsset(async_mode=False, app_id="django-health-exporter")
    service = apprise.Apprise(asset=asset)
    return service if service.add(url.reveal()) else None


def _kind(news: News) -> str:
    """Apprise's word for it, by which services choose a colour or a sign."""
    if any(item.is_urgent(item.status) for item in news.wrong):
        return "failure"
    return "warning" if news.wrong else "success" if news.over else "info"
