"""``/-/healthy`` and ``/-/ready``: the daemon itself, whatever it watches."""

from __future__ import annotations

from django_health_exporter.web.base import PLAIN, BaseHandler


class HealthyHandler(BaseHandler):
    """Says that the process answers; asks nothing and takes no thread."""

    def get(self) -> None:
        """Answer."""
        self.answer(b"ok\n", PLAIN)

    head = get


class ReadyHandler(BaseHandler):
    """Says whether new requests are welcome."""

    def get(self) -> None:
        """Answer 200, or 503 once the end has come."""
        if self.service.stopping:
            self.answer(b"stopping\n", PLAIN, 503)
        else:
            self.answer(b"ready\n", PLAIN)

    head = get
