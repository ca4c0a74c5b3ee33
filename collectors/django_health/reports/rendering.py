"""The text of metric families, from pieces that are kept: the same bytes as the library's, sooner.

Most of what ``prometheus_client`` does for a sample is the same at each scrape: name and labels
are checked, sorted and escaped anew. Here each such piece is made once, by the library itself; and
a line whose value is still the same is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from django_health.reports.families import Same, empty_family
from django_health.reports.layout import Items, Layout, items_of, written
from django_health.result import Family, Measurement

Encoder = Callable[[Collector], bytes]

MOST = 50_000
"""Lines that are kept; beyond that all are made anew, so that changing labels cost no memory."""

_ELSEWHERE = ("_created", "_gsum", "_gcount")
"""How the samples are called that the older text format puts into families of their own."""

_PLAIN = frozenset({"gauge", "counter", "unknown", "info"})
"""The types of families that are a head and a line for each sample, in every format."""

_VALUE = "0.0"


class Families:
    """Metric families as the collector that an encoder takes."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._families


class _Kept:
    """What is kept of a family.

    Attributes:
        head: The lines before its samples.
        starts: Its samples' lines up to the value, by what tells one from another.
    """

    def __init__(self, head: str) -> None:
        self.head = head
        self.starts: dict[tuple[object, ...], str] = {}


class Renderer:
    """An encoder like one of the library's, and byte for byte of the same result.

    It takes a collector's families as that does, or measurements, with which no family has to be
    made. A family that is more than plain gauges or counters (a timestamp, an exemplar, a
    histogram) is left to the library's own encoder.

    Args:
        encoder: The library's.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._end = self._library()
        self._kept: dict[object, _Kept] = {}
        self._same: dict[Same, str] = {}
        self._count = 0
        self._layouts: dict[Items, Layout] = {}

    def __call__(self, registry: Collector) -> bytes:
        """Return the families of a collector as text."""
        return self.page((), registry)

    def page(self, batches: Iterable[Sequence[Measurement]], *others: Collector) -> bytes:
        """Return measurements by their families, in the order in which these come, as text.

        Args:
            batches: What is told.
            others: Collectors whose families come after them.
        """
        if self._count > MOST:
            self._kept, self._same, self._count = {}, {}, 0
        items, values = items_of(batches)
        # Taken away meanwhile: another thread may make the same page.
        layout = self._layouts.pop(items, None) or self._laid_out(items)
        texts = [layout.text(values)]
        self._layouts[items] = layout
        for other in others:
            texts += [self._told(metric) or self._library(metric) for metric in other.collect()]
        texts.append(self._end)
        return "".join(texts).encode()

    def _laid_out(self, items: Items) -> Layout:
        """Lay a page out; if there are too many, forget those that were wanted longest ago."""
        by_family: dict[Family, list[int]] = {}
        for item, given in enumerate(items.families):
            family = given[0].family if isinstance(given, Same) else given
            by_family.setdefault(family, []).append(item)
        pieces: list[str] = []
        places, starts = [0] * len(items.families), [""] * len(items.families)
        for family, found in by_family.items():
            kept = self._kept.get(family) or self._keep(family, empty_family(family))
            pieces.append(kept.head)
            for item in found:
                places[item] = len(pieces)
                given = items.families[item]
                if isinstance(given, Same):
                    pieces.append(self._same_text(given, kept))
                else:
                    pieces.append("")
                    starts[item] = self._start(family, items.labels[item], kept)
        while sum(map(len, self._layouts.values())) + len(pieces) > MOST and self._layouts:
            self._layouts.pop(next(iter(self._layouts)), None)
        return Layout(pieces, places, starts)

    def _same_text(self, batch: Same, kept: _Kept) -> str:
        text = self._same.get(batch)
        if text is None:
            lines = [
                f"{self._start(family, labels, kept)}{written(value)}\n"
                for family, value, labels in batch
            ]
            text = self._same[batch] = "".join(lines)
        return text

    def _start(self, family: Family, labels: tuple[str, ...], kept: _Kept) -> str:
        start = kept.starts.get(labels)
        if start is None:
            named = dict(zip(family.labels, labels, strict=True))
            start = kept.starts[labels] = self._line(family.name, named)
        return start

    def _told(self, metric: Metric) -> str:
        """The head and the lines of a family of the library; empty where it is not a plain one."""
        if metric.type not in _PLAIN:
            return ""
        key = (metric.name, metric.documentation, metric.type, metric.unit)
        kept = self._kept.get(key) or self._keep(key, Metric(*key))
        pieces = [kept.head]
        for name, labels, value, *more in metric.samples:
            if name.endswith(_ELSEWHERE) or more.count(None) < len(more):
                return ""
            place = (name, *labels.items())
            start = kept.starts.get(place)
            if start is None:
                start = kept.starts[place] = self._line(name, labels)
            pieces.append(f"{start}{written(value)}\n")
        return "".join(pieces)

    def _keep(self, key: object, empty: Metric) -> _Kept:
        self._count += 1
        kept = self._kept[key] = _Kept(self._library(empty))
        return kept

    def _line(self, name: str, labels: dict[str, str]) -> str:
        """A sample's line up to its value, as the library writes it."""
        self._count += 1
        alone = Metric("alone", "", "unknown")
        head = self._library(alone)
        alone.samples = [Sample(name, labels, float(_VALUE))]
        return self._library(alone).removeprefix(head).removesuffix(f"{_VALUE}\n")

    def _library(self, *families: Metric) -> str:
        """What the library makes of families, without what it puts at the end of all."""
        text = self._encoder(Families(families)).decode()
        return text.removesuffix(self._end) if families else text


@lru_cache(maxsize=16)
def renderer_for(accept: str) -> tuple[Renderer, str]:
    """Return a renderer for what the library would choose for an ``Accept`` header, and its type.

    Args:
        accept: A header of one offer that the library knows, or an empty one.
    """
    encoder, content_type = choose_encoder(accept)
    return Renderer(encoder), content_type
