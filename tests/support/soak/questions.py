"""What the visitors ask, and what each of them has to be answered."""

from __future__ import annotations

import gzip
import http.client
import time
from collections.abc import Callable, Mapping
from random import Random

from crowd import Moment, leave, together
from http_answer import Answer as Reply
from live_exporter import Exporter
from soak.judge import Answer, Judge
from soak.told import told_by_document, told_by_metrics
from soak.visitors import Visitor, timed

_LIMIT = "X-Prometheus-Scrape-Timeout-Seconds"
_CROWD = 16


class Questions:
    """Asks the daemon in all ways, and has the answers judged.

    Args:
        exporter: The daemon.
        judge: Hears the answers.
        books: Told each answer of which every run was awaited, to be held against the log.
        budget: Seconds in which everything has to be answered.
        seed: Of when those leave who do not wait.
    """

    def __init__(
        self,
        exporter: Exporter,
        judge: Judge,
        books: Callable[[Answer], None],
        budget: float,
        seed: int,
    ) -> None:
        self._exporter = exporter
        self._judge = judge
        self._books = books
        self._budget = budget
        self._random = Random(seed)  # noqa: S311 - nothing is secret about it
        self._place = (exporter.host, exporter.port)
        self._kept = http.client.HTTPConnection(*self._place, timeout=budget)

    def close(self) -> None:
        """Close the connection that is kept; when nobody asks any more."""
        self._kept.close()

    def visitors(self) -> list[Visitor]:
        """Return those who ask, each at its pace."""
        return [
            Visitor("scraper, often", 0.1, lambda: self._scraped("scraper, often")),
            Visitor("scraper, seldom", 1.0, lambda: self._scraped("scraper, seldom")),
            Visitor("Prometheus, one connection", 0.4, self._scraped_as_prometheus_does),
            Visitor("impatient scraper", 0.3, timed(self._impatient)),
            Visitor("crowd of 16", 3.0, self._crowd),
            Visitor("reader of details", 0.5, self._details),
            Visitor("load balancer", 0.25, self._balancer),
            Visitor("reader of the host", 1.1, timed(lambda: self._ask("/health/system/"))),
            Visitor("prober", 0.5, timed(lambda: self._expect("/-/healthy"))),
            *(Visitor(f"leaving early {n}", 0.1, timed(self._leave)) for n in (1, 2)),
        ]

    def _scraped(self, who: str) -> float:
        reply, begin, end = self._timed(lambda: self._ask("/metrics", self._limit(self._budget)))
        self._hear(Answer(who, begin, end, told_by_metrics(reply.body.decode())))
        return end - begin

    def _scraped_as_prometheus_does(self) -> float:
        reply, begin, end = self._timed(self._ask_on_the_kept_connection)
        text = gzip.decompress(reply.body).decode()
        if not text.endswith("# EOF\n"):
            raise ValueError(f"half an answer: {text[-200:]!r}")
        self._hear(Answer("Prometheus", begin, end, told_by_metrics(text)))
        return end - begin

    def _crowd(self) -> float:
        limit = self._limit(self._budget)
        begin = time.time()
        visits = together(_CROWD, lambda: self._ask("/metrics", limit))
        end = time.time()
        for body in {visit.answer.body for visit in visits}:
            self._hear(Answer("one of a crowd", begin, end, told_by_metrics(body.decode())))
        return max(visit.seconds for visit in visits)

    def _details(self) -> float:
        reply, begin, end = self._timed(lambda: self._ask("/health/detailed/"))
        self._hear(Answer("reader of details", begin, end, told_by_document(reply.body)))
        return end - begin

    def _balancer(self) -> float:
        reply, begin, end = self._timed(lambda: self._ask("/health/"))
        well = self._judge.is_well(begin, end)
        if well is not None and reply.status != (200 if well else 503):
            self._judge.condemn(f"/health/ says {reply.status}, while all are well: {well}")
        return end - begin

    def _impatient(self) -> None:
        """Give less time than a check takes that hangs: the answer says what is known by then."""
        self._ask("/metrics", self._limit(0.3))

    def _leave(self) -> None:
        path = self._random.choice(["/metrics", "/health/", "/health/detailed/"])
        moment, reset = self._random.choice(list(Moment)), self._random.random() < 0.5
        leave(self._place, path, moment, reset=reset)

    def _hear(self, answer: Answer) -> None:
        self._judge.hear(answer)
        self._books(answer)

    def _timed(self, ask: Callable[[], Reply]) -> tuple[Reply, float, float]:
        begin = time.time()
        reply, end = ask(), time.time()
        self._judge.expect_in_time("somebody", begin, end, self._budget)
        return reply, begin, end

    def _limit(self, seconds: float) -> Mapping[str, str]:
        return {_LIMIT: str(seconds)}

    def _expect(self, path: str) -> None:
        if (reply := self._ask(path)).status != 200:
            raise ValueError(f"{path} says {reply.status}")

    def _ask(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask on a new connection; an answer that is late is an error."""
        reply = self._exporter.get(path, headers, timeout=self._budget)
        if reply.status not in (200, 503) or (path == "/metrics" and reply.status != 200):
            raise ValueError(f"{path} says {reply.status}: {reply.body[:200]!r}")
        return reply

    def _ask_on_the_kept_connection(self) -> Reply:
        headers = {
            "Accept": "application/openmetrics-text;version=1.0.0",
            "Accept-Encoding": "gzip",
            **self._limit(self._budget),
        }
        self._kept.request("GET", "/metrics", headers=headers)
        response = self._kept.getresponse()
        return Reply(response.status, dict(response.getheaders()), response.read())
