"""What was scraped within minutes can be told as if it had taken days."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

from grafana_history import write_lines
from grafana_history.serving import fetch, serving
from mixin_queries.tape import EACH, STEP, Recorded, Tape

END = 1_800_000_000
LABELS = {"__name__": "seen", "place": 'a "quoted" \\ ü'}


def _told(*values: tuple[float, str]) -> Tape:
    times = [at for at, _ in values]
    return Tape([Recorded(LABELS, values)], min(times), max(times))


def _samples(tape: Tape) -> list[tuple[int, str]]:
    """When what was said, in seconds before the end."""
    lines = [line.rpartition("} ")[2].split() for line in tape.stretched(END)][:-1]
    return [(END - int(at), value) for value, at in lines]


def test_a_second_becomes_half_an_hour() -> None:
    """What a scrape said holds until the next one."""
    told = _told((100.0, "1"), (101.0, "2"), (102.0, "3"))
    assert _samples(told) == [
        (2 * EACH, "1"),
        (2 * EACH - STEP, "1"),
        (EACH, "2"),
        (EACH - STEP, "2"),
        (0, "3"),
    ]
    assert told.hours == 1


def test_what_was_absent_stays_absent() -> None:
    """A value is not held for longer than two scrapes take."""
    at = [at for at, _ in _samples(_told((100.0, "1"), (110.0, "2")))]
    assert at == [10 * EACH - number * STEP for number in range(4)] + [0]


def test_a_prometheus_reads_it_as_it_was_written(tmp_path: Path) -> None:
    """Labels of any kind, and what is no number."""
    write_lines(_told((100.0, "NaN"), (101.0, "2.5e-07")).stretched(END), tmp_path)
    query = urlencode({"query": "seen[1h]", "time": END})
    with serving(tmp_path) as url:
        (one,) = json.loads(fetch(f"{url}/api/v1/query?{query}"))["data"]["result"]
    assert one["metric"] == LABELS
    assert one["values"] == [[END - EACH, "NaN"], [END - STEP, "NaN"], [END, "2.5e-07"]]
