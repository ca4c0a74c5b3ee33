"""What all answers have in common: their headers, and errors of one plain line."""

from __future__ import annotations

import logging
from collections.abc import Collection
from http.client import responses
from types import TracebackType

from tornado.web import Finish, HTTPError, RequestHandler

from django_health.failure import described
from django_health.result import Report
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.service import Service
from django_health_exporter.web.waiting import Wait

logger = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"


class BaseHandler(RequestHandler):
    """Answers one request; subclasses have ``get`` and set ``head`` to the same."""

    def initialize(self, service: Service) -> None:
        """Take what all handlers share."""
        self.service = service

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
        self.finish(body)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Send one plain line, without any text of the exception but our own."""
        match kwargs.get("exc_info"):
            case (_, RequestError() as error, _):
                text = error.text
            case _ if status_code == 500:
                text = "internal error"
            case _:
                text = f"{status_code} {responses.get(status_code, 'error')}"
        if status_code == 405:
            self.set_header("Allow", "GET, HEAD")
        self.answer(f"{text}\n".encode(), PLAIN, status_code)

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
        service.waits[self.request.connection] = self._wait

    async def report(self, names: Collection[str] | None, deadline: float) -> Report:
        """Ask the checks; return what is known after ``deadline`` seconds at the latest."""
        report = await self._wait.report(self.service.engine, names, deadline)
        if self._wait.abandoned:
            raise Finish
        return report


class NotFoundHandler(BaseHandler):
    """Whatever is asked for here: there is nothing."""

    def prepare(self) -> None:
        """Refuse."""
        raise HTTPError(404)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Say 404 even where the method is unknown too."""
        self.set_status(status_code if status_code == 500 else 404)
        super().write_error(self.get_status(), **kwargs)
