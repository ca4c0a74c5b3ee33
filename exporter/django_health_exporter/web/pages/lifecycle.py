"""``POST /-/reload``: reads the configuration again, as in Prometheus, PUT is taken as well."""

from __future__ import annotations

import asyncio

from django_health_exporter.web.base import PLAIN, BaseHandler
from django_health_exporter.web.errors import RequestError

FLAG = "--web.enable-lifecycle"

OF_BROWSERS = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode")
"""Headers that browsers send with a POST, and that pages cannot take away or change.

A page may send requests wherever it likes, with the password that the browser remembers, and under
a name of its own that leads here (DNS rebinding). No page of the daemon sends this one.
"""


class ReloadHandler(BaseHandler):
    """Has the configuration read again, and answers when that is done."""

    methods = "POST, PUT"

    async def post(self) -> None:
        """Answer 200, or 500 with the reason in one line."""
        service = self.service
        if not service.config.enable_lifecycle:
            raise RequestError(403, f"The lifecycle API is not enabled: start with {FLAG}.")
        if any(header in self.request.headers for header in OF_BROWSERS):
            raise RequestError(403, "A browser asks for this: ask without one, as with curl.")
        if service.reload is None:
            raise RequestError(503, "The configuration cannot be read again now.")
        came = await asyncio.wrap_future(service.reload())
        self.answer(f"{came.line}\n".encode(), PLAIN, 200 if came.is_done else 500)

    put = post
