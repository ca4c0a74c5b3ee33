"""The text of metric families, from pieces that are kept: the same bytes as the library's, sooner.

Most of what ``prometheus_client`` does for a sample is the same at each scrape: name and labels
are checked, sorted and escaped anew. Here each such piece is made once, by the library itself; and
a line whose value is still the same is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import copysign

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from prometheus_client.utils import floatToGoString

from django_health.reports.families import Same, empty_family
from django_health.result import Family, Measurement

Encoder = Callable[[Collector], bytes]

MOST = 50_000
"""Lines that are kept; beyond that all are made anew, so that changing labels cost no memory."""

_ELSEWHERE = ("_created", "_gsum", "_gcount")
"""How the samples are called that the older text format puts into families of their own."""

_PLAIN = frozenset({"gauge", "counter", "unknown", "info"})
"""The types of families that are a head and a line for each sample, in every format."""

_VALUE = "0.0"

_Line = tuple[str, float | None, str]
"""A line up to its value, the value that it had last, and the whole of it then."""


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
        lines: Its samples' lines, by what tells one from another.
    """

    def __init__(self, head: str) -> None:
        self.head = head
        self.lines: dict[tuple[object, ...], _Line] = {}


_Group = tuple[dict[tuple[object, ...], _Line], list[str]]
"""The lines that are kept of a family, and the pieces of its text."""


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
        self._same: dict[int, tuple[Same, str]] = {}
        self._count = 0

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
        groups: dict[Family, _Group] = {}
        for batch in batches:
            if type(batch) is Same:
                self._add_same(batch, groups)
            else:
                self._add(batch, groups)
        texts = ["".join(pieces) for _, pieces in groups.values()]
        for other in others:
            texts += [self._told(metric) or self._library(metric) for metric in other.collect()]
        texts.append(self._end)
        return "".join(texts).encode()

    def _add(self, batch: Sequence[Measurement], groups: dict[Family, _Group]) -> None:
        """Add the lines of measurements to what their families have."""
        for family, value, labels in batch:
            group = groups.get(family)
            if group is None:
                group = groups[family] = self._group(family)
            lines, pieces = group
            line = lines.get(labels)
            if line is None:
                line = self._line(family.name, dict(zip(family.labels, labels, strict=True)))
            # The two zeros are equal, and written differently.
            if line[1] != value or not (value or copysign(1.0, value) > 0):
                line = lines[labels] = _filled(line[0], value)
            pieces.append(line[2])

    def _add_same(self, batch: Same, groups: dict[Family, _Group]) -> None:
        """Add a batch whose text is kept as a whole; it is held, so that its identity is its."""
        _, text = self._same.get(id(batch)) or (batch, "")
        family = batch[0].family
        if not text:
            alone: dict[Family, _Group] = {family: self._group(family)}
            self._add(batch, alone)
            text = "".join(alone[family][1][1:])
            self._same[id(batch)] = batch, text
            self._count += len(batch)
        group = groups.get(family)
        if group is None:
            group = groups[family] = self._group(family)
        group[1].append(text)

    def _group(self, family: Family) -> _Group:
        kept = self._kept.get(family)
        if kept is None:
            kept = self._keep(family, empty_family(family))
        return kept.lines, [kept.head]

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
            line = kept.lines.get(place) or self._line(name, labels)
            kept.lines[place] = line = _filled(line[0], value)
            pieces.append(line[2])
        return "".join(pieces)

    def _keep(self, key: object, empty: Metric) -> _Kept:
        self._count += 1
        kept = self._kept[key] = _Kept(self._library(empty))
        return kept

    def _line(self, name: str, labels: dict[str, str]) -> _Line:
        """A sample's line up to its value, as the library writes it, and no value yet."""
        self._count += 1
        alone = Metric("alone", "", "unknown")
        head = self._library(alone)
        alone.samples = [Sample(name, labels, float(_VALUE))]
        return (self._library(alone).removeprefix(head).removesuffix(f"{_VALUE}\n"), None, "")

    def _library(self, *families: Metric) -> str:
        """What the library makes of families, without what it puts at the end of all."""
        text = self._encoder(Families(families)).decode()
        return text.removesuffix(self._end) if families else text


def _filled(start: str, value: float) -> _Line:
    whole = f"{start}{floatToGoString(value)}\n"  # type: ignore[no-untyped-call]
    is_negative_zero = not value and copysign(1.0, value) < 0
    return (start, None if is_negative_zero else value, whole)


@lru_cache(maxsize=16)
def renderer_for(accept: str) -> tuple[Renderer, str]:
    """Return a renderer for what the library would choose for an ``Accept`` header, and its type.

    Args:
        accept: A header of one offer that the library knows, or an empty one.
    """
    encoder, content_type = choose_encoder(accept)
    return Renderer(encoder), content_type
