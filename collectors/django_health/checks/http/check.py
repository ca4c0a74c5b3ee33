"""Does a URL answer, with the status and the text that are expected."""

from __future__ import annotations

import ssl
import time
from contextlib import closing
from http.client import HTTPException

from django_health.checks.endpoint import EndpointCheck, Figures
from django_health.checks.http.answer import BODY_BYTES, HEAD_BYTES, HttpAnswer, failure_of
from django_health.checks.http.families import (
    CERTIFICATE_EXPIRY,
    CONNECT_SECONDS,
    RESPONSE_SECONDS,
    STATUS_CODE,
)
from django_health.checks.http.request import HttpRequest
from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.network.certificate import expiry_of, presented_expiry
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason
from django_health.settings.declarations import HttpEndpoint
from django_health.targets import Secret

_BY_STATUS = {401: Reason.AUTH, 403: Reason.PERMISSION, 407: Reason.AUTH, 429: Reason.UNAVAILABLE}


class HttpCheck(EndpointCheck):
    """One URL, asked on a new connection in each run, so that each run sees name and certificate.

    No proxy of the environment is used and no redirect followed: what answers is the host of the
    URL itself. Certificates are verified with the system's authorities or the declared ones.

    Args:
        name: What it is called; the value of the label ``endpoint``.
        endpoint: What is asked and expected.
        timeout: Seconds for a run where the declaration has none.
    """

    name = "http"
    description = "HTTP: a request, its status, and where wanted a text in the answer"
    explained = (*EndpointCheck.explained, HTTPException)

    def __init__(self, name: str, endpoint: HttpEndpoint, timeout: float) -> None:
        super().__init__(name, endpoint, timeout, BODY_BYTES + HEAD_BYTES)
        self._request = HttpRequest(endpoint)
        expected = endpoint.expected_status
        self._expected = [expected] if isinstance(expected, int) else sorted(set(expected))
        self._text = Secret(endpoint.body_contains)
        self._trust = Trust(endpoint.ca_file)
        self._context: ssl.SSLContext | None = None

    def ask(self, deadline: Deadline, figures: Figures) -> None:
        """Send the request and look at the answer."""
        begun = time.perf_counter()
        if self._request.is_encrypted:
            self._context = self._trust.context()
        with self._opened(deadline, figures) as connection:
            figures.add("connect_seconds", time.perf_counter() - begun, CONNECT_SECONDS)
            expiry = expiry_of(connection.certificate)
            figures.add_time("certificate_expires", expiry, CERTIFICATE_EXPIRY)
            connection.sendall(self._request.encoded())
            with closing(HttpAnswer(connection, self._request.method)) as answer:
                figures.add("status_code", answer.status, STATUS_CODE)
                figures.add("response_seconds", time.perf_counter() - begun, RESPONSE_SECONDS)
                self._judge(answer)

    def failure_of(self, error: Exception) -> CheckFailed:
        """Return the failure that an error of a run stands for."""
        return failure_of(error) if isinstance(error, HTTPException) else super().failure_of(error)

    def _opened(self, deadline: Deadline, figures: Figures) -> TimedSocket:
        def connect(context: ssl.SSLContext | None) -> TimedSocket:
            return TimedSocket.open(self._line, self._request.address, deadline, context)

        try:
            return connect(self._context)
        except ssl.SSLCertVerificationError:
            figures.add_time("certificate_expires", presented_expiry(connect), CERTIFICATE_EXPIRY)
            raise

    def _judge(self, answer: HttpAnswer) -> None:
        if answer.status not in self._expected:
            expected = " or ".join(map(str, self._expected))
            raise CheckFailed(
                _reason_of(answer.status),
                f"it answered with the status {answer.status}, expected {expected}",
            )
        if not self._text:
            answer.read()
        elif not answer.holds(self._text.reveal()):
            raise CheckFailed(Reason.WRONG_ANSWER, "the expected text is not in the answer")


def _reason_of(status: int) -> Reason:
    default = Reason.UNAVAILABLE if status >= 500 else Reason.WRONG_ANSWER
    return _BY_STATUS.get(status, default)
