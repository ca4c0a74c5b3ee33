"""The text of metric families is the library's, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar, Sample

from django_health.reports import layout, rendering
from django_health.reports.families import Same, families_of
from django_health.reports.layout import Items, Layout, written
from django_health.reports.rendering import Renderer, renderer_for
from django_health.result import Family, Kind, Measurement

ACCEPTED = (
    "",
    "text/plain;version=0.0.4",
    "text/plain;version=1.0.0;escaping=allow-utf-8",
    "text/plain;version=1.0.0;escaping=values",
    "application/openmetrics-text;version=1.0.0",
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8",
    "application/openmetrics-text;version=1.0.0;escaping=dots",
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.from_regex(r"[a-z_:][a-z0-9_:]{0,12}(_total|_created|_info)?", fullmatch=True)
VALUES = st.one_of(st.floats(), st.integers(-(2**60), 2**60), st.booleans())
LABELS = st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), TEXT, max_size=4)
TIMES = st.one_of(st.none(), st.none(), st.none(), st.integers(0, 2**31))
SAMPLES = st.tuples(NAMES, LABELS, VALUES, TIMES).map(lambda drawn: Sample(*drawn))


@st.composite
def families(draw: st.DrawFn) -> Metric:
    """Any family of any type, with any samples."""
    kinds = ("gauge", "counter", "unknown", "info", "stateset", "summary", "gaugehistogram")
    metric = Metric(draw(NAMES), draw(TEXT), draw(st.sampled_from(kinds)))
    metric.samples = draw(st.lists(SAMPLES, max_size=6))
    return metric


class Given:
    """Families as a collector."""

    def __init__(self, *given: Metric) -> None:
        self._given = given

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._given


@pytest.mark.parametrize("accept", ACCEPTED)
@settings(max_examples=60)
@given(found=st.lists(families(), max_size=4))
def test_bytes_are_those_of_the_library(accept: str, found: list[Metric]) -> None:
    """The first time, and when all pieces are kept."""
    encoder, content_type = choose_encoder(accept)
    renderer, told = renderer_for(accept)
    expected = encoder(Given(*found))
    assert (renderer(Given(*found)), told) == (expected, content_type)
    assert renderer(Given(*found)) == expected


@st.composite
def measured(draw: st.DrawFn) -> list[Measurement]:
    """Measurements of several families, in any order, some with the same labels."""
    label_names = st.lists(
        st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), max_size=3, unique=True
    )
    found = []
    for kind in draw(st.lists(st.sampled_from(Kind), max_size=4)):
        family = Family(draw(NAMES), draw(TEXT), tuple(draw(label_names)), kind)
        values = st.tuples(*[TEXT for _ in family.labels])
        found += [
            Measurement(family, value, labels)
            for value, labels in draw(st.lists(st.tuples(VALUES, values), max_size=5))
        ]
    return draw(st.permutations(found))


@pytest.mark.parametrize("accept", ACCEPTED)
@settings(max_examples=60)
@given(found=measured(), data=st.data())
def test_measurements_are_written_as_their_families(
    accept: str, found: list[Measurement], data: st.DataObject
) -> None:
    """By the library: the first time, and with other values when all pieces are kept."""
    encoder, _ = choose_encoder(accept)
    renderer, _ = renderer_for(accept)
    other = Given(Metric("other", "help", "gauge"))
    for _ in range(2):
        expected = encoder(Given(*families_of(found), *other.collect()))
        assert renderer.page([found[:2], (), found[2:]], other) == expected
        found = [one._replace(value=data.draw(VALUES)) for one in found]


def test_batches_that_stay_the_same_are_kept_as_they_are_written() -> None:
    """By what they are, not by what they equal; between others of their family, and alone."""
    encoder, _ = choose_encoder("")
    renderer, family = Renderer(encoder), Family("m", "help", ("a",))
    one, other = Same([family(1, "x"), family(-0.0, "y")]), Same([family(1, "x"), family(0.0, "y")])
    for batches in ([one], [one, [family(2, "z")]], [[family(2, "z")], other], [other, one]):
        found = [measurement for batch in batches for measurement in batch]
        for _ in range(2):
            assert renderer.page(batches) == encoder(Given(*families_of(found)))
    assert len(renderer._same) == 2


@pytest.mark.parametrize("values", [(0.0, -0.0, 0.0), (-0.0, 0.0, -0.0), (1, True, 1.0, 0, False)])
def test_equal_values_that_are_written_differently(values: tuple[float, ...]) -> None:
    """A line is kept for its value only where the text is the same."""
    encoder, _ = choose_encoder("")
    renderer, family = Renderer(encoder), Family("m", "help")
    for value in values:
        found = [Measurement(family, value, ())]
        assert renderer.page([found]) == encoder(Given(*families_of(found)))


@pytest.mark.parametrize("accept", ACCEPTED)
def test_what_is_more_than_plain_is_the_library_s_own(accept: str) -> None:
    """Histograms, exemplars and units."""
    histogram = HistogramMetricFamily("h", "help")
    histogram.add_metric([], [("1.0", 2), ("+Inf", 3)], 7.0)
    counter = Metric("c", "help", "counter")
    counter.samples = [Sample("c_total", {}, 1.0, None, Exemplar({"trace": "x"}, 1.0))]
    unit = Metric("u_seconds", "help", "gauge", "seconds")
    unit.samples = [Sample("u_seconds", {"a": "b"}, 1.0)]
    given_families = Given(histogram, counter, unit)
    assert renderer_for(accept)[0](given_families) == choose_encoder(accept)[0](given_families)


def test_pieces_do_not_grow_with_labels_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number all are made anew."""
    monkeypatch.setattr(rendering, "MOST", 10)
    renderer = Renderer(choose_encoder("")[0])
    for number in range(30):
        metric = Metric("m", "help", "gauge")
        metric.samples = [Sample("m", {"a": str(number)}, 1.0)]
        assert f'm{{a="{number}"}} 1.0\n'.encode() in renderer(Given(metric))
    assert renderer._count <= 12


def test_pieces_are_kept() -> None:
    """The library is asked once for each head and each line."""
    calls = 0
    encoder, _ = choose_encoder("")

    def counting(registry: Collector) -> bytes:
        nonlocal calls
        calls += 1
        return encoder(registry)

    renderer = Renderer(counting)
    metric = Metric("m", "help", "gauge")
    metric.samples = [Sample("m", {"a": "b"}, 1.0)]
    renderer(Given(metric))
    before = calls
    metric.samples = [Sample("m", {"a": "b"}, 2.0)]
    assert renderer(Given(metric)).endswith(b'm{a="b"} 2.0\n')
    assert calls == before


def test_a_page_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it has the same lines; each page has a layout, up to a number of lines."""
    laid_out: list[int] = []
    renderer, family = Renderer(choose_encoder("")[0]), Family("m", "help", ("a",))
    lay_out = renderer._laid_out

    def counted(items: Items) -> Layout:
        laid_out.append(len(items.labels))
        return lay_out(items)

    monkeypatch.setattr(renderer, "_laid_out", counted)
    pages = [[family(0, f"{line}") for line in range(lines)] for lines in (1, 2, 3)]
    for value in range(3):
        for page in pages:
            renderer.page([[one._replace(value=value) for one in page]])
    assert laid_out == [1, 2, 3]
    monkeypatch.setattr(rendering, "MOST", 8)  # each page has a line more, for its head
    renderer.page([[family(1, "0"), family(1, "other")]])
    assert [len(each) for each in renderer._layouts.values()] == [4, 3]
    renderer.page([pages[2]])
    assert laid_out == [1, 2, 3, 2]


def test_a_page_that_is_made_while_the_same_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """As threads do it: each has its own values."""
    renderer, family = Renderer(choose_encoder("")[0]), Family("m", "help", ("a",))
    others: list[bytes] = []

    def page(value: float) -> bytes:
        return renderer.page([[family(value, "x"), family(value, "y")]])

    def interrupted(value: float) -> str:
        if value == 1.0:  # before the first value is put in its place, and before the second
            others.append(page(7.0))
        return written(value)

    page(0.0)
    monkeypatch.setattr(layout, "written", interrupted)
    assert page(1.0).count(b" 1.0\n") == 2
    assert [text.count(b" 7.0\n") for text in others] == [2, 2]
