"""The text of metric families, from pieces that are kept: the same bytes as the library's, sooner.

Most of what ``prometheus_client`` does for a sample is the same at each scrape: name and labels
are checked, sorted and escaped anew. Here each such piece is made once, by the library itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from prometheus_client.utils import floatToGoString

Encoder = Callable[[Collector], bytes]

MOST = 50_000
"""Pieces that are kept; beyond that all are made anew, so that changing labels cost no memory."""

_PLAIN = frozenset({"gauge", "counter", "unknown"})
"""The types of families that are a head and a line for each sample, in every format."""

_ELSEWHERE = ("_created", "_gsum", "_gcount")
"""How the samples are called that the older text format puts into families of their own."""

_VALUE = "0.0"


class _Given:
    """Families as the collector that the library's encoders take."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


class Renderer:
    """An encoder like one of the library's, and byte for byte of the same result.

    A family that is more than plain gauges or counters (a timestamp, an exemplar, a histogram) is
    left to the library's own encoder.

    Args:
        encoder: The library's.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._end = self._library()
        self._heads: dict[tuple[str, str, str, str], str] = {}
        self._lines: dict[tuple[object, ...], str] = {}

    def __call__(self, registry: Collector) -> bytes:
        """Return the families of a collector as text."""
        if len(self._lines) + len(self._heads) > MOST:
            self._lines, self._heads = {}, {}
        pieces: list[str] = []
        for metric in registry.collect():
            self._add(metric, pieces)
        pieces.append(self._end)
        return "".join(pieces).encode()

    def _add(self, metric: Metric, pieces: list[str]) -> None:
        """Add the head and the lines of a family."""
        start = len(pieces)
        pieces.append(self._head(metric))
        is_plain = metric.type in _PLAIN
        lines = self._lines
        for sample in metric.samples if is_plain else ():
            name, labels, value, *more = sample
            if any(item is not None for item in more):
                is_plain = False
                break
            key = (name, *labels.items())
            line = lines.get(key)
            if line is None:
                if name.endswith(_ELSEWHERE):
                    is_plain = False
                    break
                line = lines[key] = self._line(sample)
            pieces.append(line)
            pieces.append(floatToGoString(value))  # type: ignore[no-untyped-call]
            pieces.append("\n")
        if not is_plain:
            pieces[start:] = [self._library(metric)]

    def _head(self, metric: Metric) -> str:
        key = (metric.name, metric.documentation, metric.type, metric.unit)
        head = self._heads.get(key)
        if head is None:
            empty = Metric(metric.name, metric.documentation, metric.type, metric.unit)
            head = self._heads[key] = self._library(empty)
        return head

    def _line(self, sample: Sample) -> str:
        """A sample's line up to its value, as the library writes it."""
        alone = Metric("alone", "", "unknown")
        head = self._library(alone)
        alone.samples = [Sample(sample.name, sample.labels, float(_VALUE))]
        return self._library(alone).removeprefix(head).removesuffix(f"{_VALUE}\n")

    def _library(self, *families: Metric) -> str:
        """What the library makes of families, without what it puts at the end of all."""
        text = self._encoder(_Given(families)).decode()
        return text.removesuffix(self._end) if families else text


@lru_cache(maxsize=16)
def renderer_for(accept: str) -> tuple[Encoder, str]:
    """Return a renderer for what the library would choose for an ``Accept`` header, and its type.

    Args:
        accept: A header of one offer that the library knows, or an empty one.
    """
    encoder, content_type = choose_encoder(accept)
    return Renderer(encoder), content_type
