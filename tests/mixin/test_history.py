"""The history that pictures are made of has all metrics, and what goes wrong can be seen in it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

import pytest

from committed_rules import committed_rules
from documented_metrics import Documented, documented
from grafana_history import STORY, History, Span, write_blocks
from grafana_history.figures import figures
from grafana_history.ground import Ground
from grafana_history.serving import fetch, serving

END = 1_800_000_000
SHORT = History(END, hours=4, days=1, step=600, wide=3600)
LINE = re.compile(r"(\w+)\{(.*)\} (\S+) (\d+)")
SCRAPES = {"up", "scrape_duration_seconds", "scrape_samples_scraped", "ALERTS"}
OURS = {"job", "instance"}


@pytest.fixture(scope="module")
def told() -> dict[str, set[tuple[str, ...]]]:
    """The names in the history, with the labels of their series."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name, labels, _, _ in LINE.findall("".join(SHORT.recent())):
        found[name].add(tuple(re.findall(r'(\w+)="', labels)))
    return found


def test_every_documented_metric_is_there(told: dict[str, set[tuple[str, ...]]]) -> None:
    """And no other, so that a picture shows what there really is."""
    assert set(told) - SCRAPES == set(documented())


@pytest.mark.parametrize("metric", documented().values(), ids=documented())
def test_labels_are_those_documented(
    metric: Documented, told: dict[str, set[tuple[str, ...]]]
) -> None:
    """Each series has the labels of its metric, besides those of the scrape."""
    assert {frozenset(labels) for labels in told[metric.name]} == {frozenset(metric.labels) | OURS}


def test_counters_never_fall() -> None:
    """A rate over what falls would be that of a restart."""
    counters = [metric.name for metric in documented().values() if metric.kind == "counter"]
    lines = LINE.findall("".join(SHORT.recent()))
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    for name, labels, value, _ in lines:
        if name in counters:
            values[name, labels].append(float(value))
    assert len(values) >= len(counters)
    assert [series for series, found in values.items() if found != sorted(found)] == []


def test_it_is_the_same_each_time() -> None:
    """The same end gives the same text, and another the same text at other times."""
    assert list(SHORT.recent()) == list(SHORT.recent())
    assert list(SHORT.lasting()) == list(SHORT.lasting())


def test_no_sample_is_told_twice() -> None:
    """The days end where the hours begin."""
    lines = LINE.findall("".join([*SHORT.lasting(), *SHORT.recent()]))
    series = [(name, labels, time) for name, labels, _, time in lines]
    assert len(series) == len(set(series))


def _values(spans: tuple[Span, ...], at: float) -> list[object]:
    """What an instance tells at a time."""
    ground = Ground("shop", "shop-1:9808", END, spans)
    there = ground.runs(at)
    return [
        (series.name, series.labels, series.shape(at))
        for series in figures(ground)
        if there and (series.of is None or ground.answers(*series.of, at))
    ]


@pytest.mark.parametrize("span", STORY, ids=lambda span: f"{span.instance}-{span.target}")
def test_each_ill_changes_something(span: Span) -> None:
    """What befalls an instance is told of while it lasts."""
    at = (span.since + span.until) / 2
    known = _values((), at)
    assert [value for value in _values((span,), at) if value not in known] or not _values(
        (span,), at
    )


def test_blocks_are_what_prometheus_reads(tmp_path: Path) -> None:
    """A Prometheus finds each series in them, and what the rules would have recorded."""
    write_blocks(SHORT, tmp_path)
    with serving(tmp_path) as url:
        asked = {"match[]": '{__name__=~".+"}', "start": END - 86400, "end": END}
        found = json.loads(fetch(f"{url}/api/v1/series?{urlencode(asked)}"))["data"]
    told = {line.partition("}")[0] for line in [*SHORT.recent(), *SHORT.lasting()]} - {"# EOF\n"}
    names = {series["__name__"] for series in found}
    assert len([series for series in found if ":" not in series["__name__"]]) == len(told)
    assert names >= {rule.name for rule in committed_rules() if not rule.is_alert}
