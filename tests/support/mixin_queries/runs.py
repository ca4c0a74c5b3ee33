"""The runs in which all queries are asked."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path

from grafana_history import History, write_blocks
from live_exporter import Exporter
from mixin_queries.answers import Answer, Asker
from mixin_queries.mark import When
from mixin_queries.question import Kind, Question
from mixin_queries.server import RuledPrometheus
from mixin_stand import make_ill, running_stand, strained

Answers = Mapping[str, Answer]

_SCRAPES = 12
"""After so many even the rates have values."""


def live_answers(asked: Mapping[str, Question], directory: Path) -> dict[When, Answers]:
    """Return what is answered while all is well, and then when it is not."""
    with running_stand(directory) as stand:
        server = stand.prometheus
        asker = Asker(server, _SCRAPES)
        _wait(server, _SCRAPES)
        well = _all(asker, asked)
        chosen = _all(_choosing_one(asker, stand.daemons.first), asked)
        with strained(stand):
            _wait(server, _SCRAPES)
            strain = _at_any_moment(asker, asked)
        make_ill(stand)
        _wait(server, _SCRAPES)
        ill = _all(asker, asked)
        return {When.WELL: well, When.CHOSEN: chosen, When.STRAINED: strain, When.ILL: ill}


def past_answers(asked: Mapping[str, Question], directory: Path) -> Answers:
    """Return what is answered to what had been so for hours and days."""
    history = History(int(time.time()) // 60 * 60, days=3.5, step=120)
    write_blocks(history, directory)
    with RuledPrometheus(storage=directory) as server:
        server.wait_for("count(ALERTS)", bool, 60)
        asker = Asker(server, history.hours * 3600, history.step, "5m")
        return _at_any_moment(asker, asked)


def answers_of_nothing(asked: Mapping[str, Question]) -> Answers:
    """Return what is answered where nothing is scraped."""
    with RuledPrometheus() as server:
        return _all(Asker(server, _SCRAPES), asked)


def _all(asker: Asker, asked: Mapping[str, Question]) -> dict[str, Answer]:
    return {name: asker.ask(question) for name, question in asked.items()}


def _at_any_moment(asker: Asker, asked: Mapping[str, Question]) -> dict[str, Answer]:
    """Return what is answered now, or where that is nothing, at any moment of the range."""
    now, then = _all(asker, asked), _all(asker, _over_time(asked))
    return {name: answer if answer.count else then[name] for name, answer in now.items()}


def _over_time(asked: Mapping[str, Question]) -> dict[str, Question]:
    """The same as somebody sees it who looks at each moment."""
    once = (Kind.INSTANT, Kind.ALERT)
    return {
        name: dataclasses.replace(question, kind=Kind.RANGE) if question.kind in once else question
        for name, question in asked.items()
    }


def _choosing_one(asker: Asker, exporter: Exporter) -> Asker:
    """Ask as somebody who has chosen one value of each variable."""
    chosen = {"job": "django", "instance": exporter.address, "alias": "default"}
    return dataclasses.replace(asker, chosen=chosen)


def _wait(server: RuledPrometheus, scrapes: int) -> None:
    """Wait for more scrapes of the daemon that is never stopped."""
    count = "max(count_over_time(up[1h]))"
    before = int(server.query(count)[0]["value"][1]) if server.query(count) else 0
    server.wait_for(
        count, lambda found: bool(found) and int(found[0]["value"][1]) > before + scrapes, 90
    )
