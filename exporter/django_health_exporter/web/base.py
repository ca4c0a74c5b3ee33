"""What all answers have in common: their headers, and errors of one plain line."""

from __future__ import annotations

import logging
from asyncio import Future
from collections.abc import Awaitable, Collection, Mapping
from http.client import responses
from types import TracebackType
from typing import ClassVar

from tornado.web import Finish, HTTPError, RequestHandler

from django_health.failure import described
from django_health.result import Report
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.sending import send
from django_health_exporter.web.service import Service
from django_health_exporter.web.table.connection import LOCAL, group_of
from django_health_exporter.web.waiting import Wait

logger = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"


class BaseHandler(RequestHandler):
    """Answers one request; subclasses have ``get`` and set ``head`` to the same."""

    methods: ClassVar[str] = "GET, HEAD"
    """What a 405 says that there is."""

    def initialize(self, service: Service) -> None:
        """Take what all handlers share."""
        self.service = service
        self.watched = service.watched
        self.policy = service.gate.policies.now()
        self._let_in_or_not = False

    def prepare(self) -> Awaitable[None] | None:
        """Let the request in, or refuse it."""
        self._let_in_or_not = True
        return self.service.gate.admit(self.request, self.policy)

    def set_default_headers(self) -> None:
        """Name no server software, and keep caches and guessing browsers off."""
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def compute_etag(self) -> None:
        """No answer is like the one before; a hash of it would be for nothing."""

    def answer(self, body: bytes, content_type: str, status: int = 200) -> None:
        """Send an answer, which ends the request."""
        self.set_status(status)
        self.set_header("Content-Type", content_type)
        if self.service.stopping:
            self.set_header("Connection", "close")
        send(self, body)

    def flush(self, include_footers: bool = False) -> Future[None]:
        """Send what there is, and before the first of it the headers, with those of the policy."""
        for name, text in self.policy.headers.items():
            self.set_header(name, text)
        return super().flush(include_footers)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Send one plain line, without any text of the exception but our own."""
        headers: Mapping[str, str] = {}
        match kwargs.get("exc_info") if self._let_in_or_not else (None, self._refusal(), None):
            case (_, RequestError() as error, _):
                status_code, text, headers = error.status_code, error.text, error.headers
            case _ if status_code == 500:
                text = "internal error"
            case _:
                text = f"{status_code} {responses.get(status_code, 'error')}"
        if status_code == 405:
            self.set_header("Allow", self.methods)
        for name, value in headers.items():
            self.set_header(name, value)
        self.answer(f"{text}\n".encode(), PLAIN, status_code)

    def _refusal(self) -> RequestError | None:
        """Return why a request is not let in that tornado found wrong before :meth:`prepare`."""
        return self.service.gate.refusal(self.request, self.policy)

    def log_exception(
        self,
        typ: type[BaseException] | None,  # noqa: ARG002
        value: BaseException | None,
        tb: TracebackType | None,  # noqa: ARG002
    ) -> None:
        """Tell the log of what is our fault, by type and place alone."""
        if value is not None and not isinstance(value, HTTPError):
            logger.error("%s failed: %s", type(self).__name__, described(value))


class ReportHandler(BaseHandler):
    """A page made of what the checks answer."""

    def initialize(self, service: Service) -> None:
        """Take what all handlers share."""
        super().initialize(service)
        self._wait = Wait()
        self._gave_way = False
        service.waits[self.request.connection] = self._wait

    async def report(
        self,
        names: Collection[str] | None,
        deadline: float,
        target: str | None = None,
        *,
        last_known: bool = False,
    ) -> Report:
        """Ask the checks; return what is known after ``deadline`` seconds at the latest.

        ``last_known`` is as for :meth:`Engine.report`.
        """
        self.service.admission.enter(self, group_of(self.request.remote_ip or LOCAL))
        engine = self.watched.engine
        report = await self._wait.report(engine, names, deadline, target, last_known=last_known)
        if self._wait.abandoned:
            raise Finish
        self.service.history.note(report)
        return report

    def on_finish(self) -> None:
        """Make room for the next one that waits."""
        self.service.admission.leave(self)

    def give_way(self, refusal: RequestError) -> None:
        """Answer with a refusal, although the checks have been asked."""
        self.send_error(refusal.status_code, exc_info=(type(refusal), refusal, None))
        self._gave_way = True
        self._wait.abandon()

    def answer(self, body: bytes, content_type: str, status: int = 200) -> None:
        """Send an answer, unless this request had to give way."""
        if self._gave_way:
            raise Finish
        super().answer(body, content_type, status)


WRONG_BESIDES = (400, 405)
"""What may be wrong with a request for something that there is not."""


class NotFoundHandler(BaseHandler):
    """Whatever is asked for here: there is nothing."""

    async def prepare(self) -> None:
        """Refuse."""
        if (admitted := super().prepare()) is not None:
            await admitted
        raise HTTPError(404)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Say 404 even where the method or the body is wrong too."""
        super().write_error(404 if status_code in WRONG_BESIDES else status_code, **kwargs)
