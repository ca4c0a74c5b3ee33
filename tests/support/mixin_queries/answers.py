"""What a Prometheus answers."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urlencode

from dashboard_linter.reading import interpolated
from mixin_queries.question import Kind, Question
from mixin_queries.server import RuledPrometheus

CHOSEN = {"job": ".+", "instance": ".+", "alias": ".*"}
"""Of each variable all values."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        count: How many series or values it has.
        error: What is wrong with the question.
    """

    count: int
    error: str = ""


@dataclass(frozen=True)
class Asker:
    """Asks a Prometheus what a dashboard would ask.

    Attributes:
        server: Whom.
        seconds: How long the time range is.
        step: Seconds between two points of it.
        rate_interval: Of Grafana's variable of that name.
        chosen: Values of the dashboard's variables.
        began: When the time range begins, if that is not so many seconds ago.
    """

    server: RuledPrometheus
    seconds: float
    step: int = 1
    rate_interval: str = "10s"
    chosen: Mapping[str, str] | None = None
    began: float | None = None

    def ask(self, question: Question) -> Answer:
        """Return the answer; of values that are no number there is none."""
        expr = interpolated(question.expr, self._values())
        now = time.time()
        start = now - self.seconds if self.began is None else self.began
        path, arguments = "query", {"query": expr, "time": now}
        if question.kind is Kind.RANGE:
            path = "query_range"
            arguments = {"query": expr, "start": start, "end": now, "step": self.step}
        elif question.kind is Kind.VALUES:
            path = f"label/{question.label}/values"
            arguments = {"match[]": expr, "start": start, "end": now}
        try:
            data = self.server.ask(f"/api/v1/{path}?{urlencode(arguments)}")
        except HTTPError as error:
            return Answer(0, str(json.load(error)["error"]))
        return Answer(len(data) if isinstance(data, list) else _numbers(data))

    def _values(self) -> dict[str, str]:
        return {
            "__rate_interval": self.rate_interval,
            "__range": f"{int(self.seconds)}s",
            "__interval": f"{self.step}s",
            "__range_s": f"{int(self.seconds)}",
            "__interval_ms": f"{self.step * 1000}",
            "__range_ms": f"{int(self.seconds * 1000)}",
            **(CHOSEN if self.chosen is None else self.chosen),
        }


def _numbers(data: dict[str, object]) -> int:
    result = data["result"]
    assert isinstance(result, list)
    if data["resultType"] in ("scalar", "string"):
        return 1
    values = [series.get("values") or [series["value"]] for series in result]
    return sum(any(value != "NaN" for _, value in points) for points in values)
