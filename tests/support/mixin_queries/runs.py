"""The runs in which all queries are asked."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from pathlib import Path

from grafana_history import write_lines, write_recorded
from live_exporter import Exporter
from mixin_queries.answers import CHOSEN, Answer, Asker
from mixin_queries.mark import When
from mixin_queries.marks import mark_of
from mixin_queries.question import Kind, Question
from mixin_queries.server import RuledPrometheus
from mixin_queries.tape import STEP, Tape
from mixin_stand import make_ill, running_stand, strained

Answers = Mapping[str, Answer]

_SCRAPES = 12
"""After so many even the rates have values."""


def live_answers(asked: Mapping[str, Question], directory: Path) -> dict[When, Answers]:
    """Return what is answered while all is well, and then when it is not."""
    began = time.time()
    with running_stand(directory) as stand:
        server = stand.prometheus
        asker = Asker(server, _SCRAPES)
        _wait(server, _SCRAPES)
        well = _all(asker, asked)
        well |= _all(dataclasses.replace(asker, began=began), _of_the_beginning(asked, well))
        chosen = _all(_choosing_one(asker, stand.daemons.first), asked)
        since = dataclasses.replace(asker, began=time.time())
        with strained(stand):
            _wait(server, _SCRAPES)
            strain = _at_any_moment(since, asked, When.STRAINED)
            strain = _in_any_job(since, asked, strain, When.STRAINED)
        make_ill(stand)
        _wait(server, _SCRAPES)
        ill = _in_any_job(asker, asked, _all(asker, asked), When.ILL)
        tape = Tape.of(server)
    return {
        When.WELL: well,
        When.CHOSEN: chosen,
        When.STRAINED: strain,
        When.ILL: ill,
        When.STRETCHED: _stretched_answers(asked, tape, directory / "stretched"),
    }


def _stretched_answers(asked: Mapping[str, Question], tape: Tape, directory: Path) -> Answers:
    """Return what is answered to the same, had it taken days."""
    end = int(time.time()) // 60 * 60
    write_lines(tape.stretched(end), directory)
    write_recorded(end - tape.hours * 3600, end, directory)
    with RuledPrometheus(storage=directory) as server:
        server.wait_for("count(ALERTS)", bool, 60)
        asker = Asker(server, tape.hours * 3600, STEP, "1h")
        return _at_any_moment(asker, asked, When.STRETCHED)


def answers_of_nothing(asked: Mapping[str, Question]) -> Answers:
    """Return what is answered where nothing is scraped."""
    with RuledPrometheus() as server:
        return _all(Asker(server, _SCRAPES), asked)


def _all(asker: Asker, asked: Mapping[str, Question]) -> dict[str, Answer]:
    return {name: asker.ask(question) for name, question in asked.items()}


def _at_any_moment(asker: Asker, asked: Mapping[str, Question], when: When) -> dict[str, Answer]:
    """Return what is answered now, or where that is nothing and must not be, at any moment."""
    now = _all(asker, asked)
    return {**now, **_all(asker, _over_time(_missed(asked, now, when)))}


def _of_the_beginning(asked: Mapping[str, Question], found: Answers) -> dict[str, Question]:
    """What may be told of the first scrape alone: by it a version is a new one."""
    return {
        name: question
        for name, question in asked.items()
        if question.kind is Kind.RANGE and mark_of(name) is None and not found[name].count
    }


def _missed(asked: Mapping[str, Question], found: Answers, when: When) -> dict[str, Question]:
    """What has to have data in a run, and has none."""
    return {
        name: question
        for name, question in asked.items()
        if not found[name].count
        if (mark := mark_of(name)) is not None and mark.when is when
    }


def _in_any_job(
    asker: Asker, asked: Mapping[str, Question], found: dict[str, Answer], when: When
) -> dict[str, Answer]:
    """Return what is answered, or where that is nothing and must not be, to who chose one job."""
    jobs = asker.server.ask("/api/v1/label/job/values")
    for job in jobs:
        one = dataclasses.replace(asker, chosen={**CHOSEN, "job": job})
        found = {**found, **_at_any_moment(one, _missed(asked, found, when), when)}
    return found


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
