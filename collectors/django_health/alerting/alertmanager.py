"""Alerts to Alertmanager, which groups, mutes and repeats them by its own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from django_health.alerting.alertmanager_alerts import alerts_of
from django_health.alerting.channel import AlertChannel, AlertError
from django_health.alerting.failures import refusal
from django_health.alerting.news import news_of
from django_health.alerting.partly import Partly
from django_health.alerting.post import Poster
from django_health.checks.http.request import basic
from django_health.network.deadline import Deadline
from django_health.settings.declared_address import expect_header

PATH = "/api/v2/alerts"

LIVES = 5
"""An alert ends by itself when it was not sent again for so many intervals."""

_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


class AlertmanagerAlertChannel(AlertChannel):
    """Posts to all members of a cluster, as Prometheus does; one of them has to take it.

    An alert that goes on has to be sent again before it ends by itself, so that this channel is
    told every minute, and of what is over too.

    Args:
        *urls: Where each member is.
        name: What it is called.
        labels: Given to each alert; one that the alert has itself stays.
        user: Logs in with it and the password, if it is given.
        password: The password.
        token: Sent as a bearer token instead, if it is given.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
        timeout: Seconds for an attempt, shared by the members.

    Raises:
        ValueError: One of these cannot be used; the text says why, and repeats no secret.
    """

    repeat_interval: float | None = 60.0
    send_resolved: bool | None = True

    def __init__(
        self,
        *urls: str,
        name: str = "alertmanager",
        labels: Mapping[str, str] | None = None,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
        ca_file: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        if not urls:
            raise ValueError("urls: at least one is expected")
        if any(not _LABEL.fullmatch(label) for label in labels or {}):
            raise ValueError("labels: a name is letters, digits and _, and begins with no digit")
        headers = _login(user, password, token)
        self.name = name
        self.timeout = timeout
        self._labels = dict(labels or {})
        self._posters = [Poster(_api(url), headers, ca_file) for url in urls]
        self._partly = Partly("Alertmanagers")

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Post to each of them, one after the other.

        Raises:
            AlertError: None of them took it; what the last one said.
        """
        body = msgspec.json.encode(alerts_of(news_of(health_data), self._labels, self._end()))
        deadline = Deadline(self.timeout)
        failures = []
        for left in range(len(self._posters), 0, -1):
            poster = self._posters[-left]
            try:
                # One that hangs has its share of the time, and no more.
                _post(poster, body, deadline.part(deadline.left() / left))
            except AlertError as error:
                failures.append(error)
        if len(failures) == len(self._posters):
            raise failures[-1]
        why = str(failures[0]) if failures else ""
        self._partly.note(self.name, len(failures), len(self._posters), why)

    def _end(self) -> datetime:
        """When what fires now ends by itself."""
        interval = self.repeat_interval or 60.0
        return datetime.now(UTC) + timedelta(seconds=LIVES * interval)


def _post(poster: Poster, body: bytes, deadline: Deadline) -> None:
    answer = poster.post(body, deadline)
    if error := refusal(answer.status, answer.retry_after):
        raise error


def _api(url: str) -> str:
    """Where alerts are posted: below the address that people have in their browser."""
    try:
        parts = urlsplit(url)
    except ValueError:  # what is wrong is said without what it holds
        return url
    path = parts.path.rstrip("/").removesuffix(PATH)
    return parts._replace(path=path + PATH, fragment="").geturl()


def _login(user: str | None, password: str | None, token: str | None) -> dict[str, str]:
    if (user is None) != (password is None):
        raise ValueError("user and password are given together or not")
    if user is not None and token is not None:
        raise ValueError("user and token are both given: leave one away")
    if token is not None:
        expect_header("Authorization", token)
        return {"Authorization": f"Bearer {token}"}
    if user is not None and password is not None:
        return {"Authorization": basic(user, password)}
    return {}
