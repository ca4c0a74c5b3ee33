"""Alerts as JSON to a URL."""

from __future__ import annotations

import time
from collections.abc import Mapping

import msgspec

from django_health.alerting.attempted import present_message
from django_health.alerting.channel import AlertChannel
from django_health.alerting.failures import refusal
from django_health.alerting.message import subject_of, text_of
from django_health.alerting.news import news_of
from django_health.alerting.post import Poster
from django_health.alerting.signature import expect_secret, headers_of
from django_health.json_ready import json_ready
from django_health.network.deadline import Deadline
from django_health.settings.declared_address import expect_header
from django_health.targets import Secret

BODY_BYTES = 1024 * 1024
"""A longer document is sent without its ``checks``."""


class WebhookAlertChannel(AlertChannel):
    """Posts the document to a URL, with ``title`` and ``text`` for receivers that only show those.

    Delivered is what is answered with a status of 200 to 299.

    Args:
        url: ``http://`` or ``https://``; it may hold a token and is never shown.
        secret: Signs what is sent; see :mod:`django_health.alerting.signature`.
        name: What it is called.
        headers: Sent with it; they may hold a token and are never shown.
        ca_file: File with the certificates of authorities; the system's own where it is ``None``.
        timeout: Seconds for an attempt.

    Raises:
        ValueError: One of these cannot be used; the text says why, and repeats nothing.
    """

    def __init__(
        self,
        url: str,
        secret: str | None = None,
        *,
        name: str = "webhook",
        headers: Mapping[str, str] | None = None,
        ca_file: str | None = None,
        timeout: float = 10.0,
    ) -> None:
        for header, value in (headers or {}).items():
            expect_header(header, value)
        if secret is not None:
            expect_secret(secret)
        self.name = name
        self.timeout = timeout
        self._poster = Poster(url, headers, ca_file)
        self._secret = None if secret is None else Secret(secret)

    def send_alert(self, health_data: Mapping[str, object]) -> None:
        """Post it once.

        Raises:
            AlertError: The receiver did not take it.
        """
        body = _body(health_data)
        headers = headers_of(body, self._secret, time.time(), present_message())
        answer = self._poster.post(body, Deadline(self.timeout), headers)
        if error := refusal(answer.status, answer.retry_after):
            raise error


def _body(health_data: Mapping[str, object]) -> bytes:
    news = news_of(health_data)
    document = {**health_data, "title": subject_of(news), "text": text_of(news)}
    body = _encoded(document)
    if len(body) > BODY_BYTES:
        body = _encoded({**document, "checks": {}, "truncated": True})
    return body if len(body) <= BODY_BYTES else _encoded(json_ready(document))


def _encoded(document: Mapping[str, object]) -> bytes:
    try:
        return msgspec.json.encode(document)
    except (TypeError, ValueError, RecursionError):  # by hand, with what JSON has no form for
        return msgspec.json.encode(json_ready(document))
