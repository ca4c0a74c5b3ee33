"""The gauges that a custom check declares, and the rules for their names.

They are those of ``promtool check metrics`` and a few more, so that a check that was accepted
cannot spoil the page that all the others are on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django_health.errors import InvalidCheckError
from django_health.result import Family

MAX_LABELS = 10
MAX_LENGTH = 200
"""Characters of a name; of a help twice as many."""

RESERVED_PREFIXES = ("django_health_", "process_", "python_", "scrape_", "prometheus_", "promhttp_")
RESERVED_NAMES = frozenset({"up", "target_info"})
RESERVED_SUFFIXES = ("_total", "_count", "_sum", "_bucket", "_created")
RESERVED_LABELS = frozenset({"le", "quantile", "job", "instance"})
"""What Prometheus adds itself, or takes for parts of a histogram."""

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LAST = frozenset({"seconds", "bytes", "ratio"})
_TYPES = frozenset({"gauge", "counter", "histogram", "summary", "untyped"})
_ABBREVIATIONS = frozenset(
    {"s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"}
)
_PREFIXES = (
    *("", "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi"),
    *("mega", "mibi", "mebi", "giga", "gibi", "tera", "tebi", "peta", "pebi"),
)
_BASE_OF = {
    **dict.fromkeys(("minutes", "hours", "days", "weeks", "seconds"), "seconds"),
    **dict.fromkeys(("kelvins", "fahrenheit", "rankine"), "celsius"),
    **dict.fromkeys(("inches", "yards", "miles", "meters", "metres"), "meters"),
    **dict.fromkeys(("bits", "bytes"), "bytes"),
    **dict.fromkeys(("calories", "joules"), "joules"),
    **dict.fromkeys(("pounds", "ounces", "grams"), "grams"),
    **dict.fromkeys(("percent", "percentage", "percents"), "ratio"),
    "amperes": "amperes",
    "celsius": "celsius",
    "kelvin": "kelvin",
    "volts": "volts",
}
_BASE_UNITS = frozenset(
    {"amperes", "bytes", "celsius", "grams", "joules", "kelvin", "meters", "metres", "seconds"}
    | {"volts"}
)
_BASE_BY_UNIT = {
    prefix + unit: base
    for unit, base in _BASE_OF.items()
    for prefix in _PREFIXES
    if prefix + unit not in _BASE_UNITS
}
"""Units that are not base units, and what to use in their place."""


class Gauge(Family):
    """A figure that a custom check gives, beside its status.

    It is validated when its check is registered.

    Args:
        name: ``shop_orders_waiting``, ``shop_oldest_order_age_seconds``: lower case, with the base
            unit as its end where it has one.
        help: What it means and where it is from, in a sentence.
        labels: Label names; their values must not grow with use.
    """

    def __init__(self, name: str, help: str, labels: Sequence[str] = ()) -> None:  # noqa: A002
        super().__init__(name, help, labels if isinstance(labels, str) else tuple(labels))  # type: ignore[arg-type]


def validated(gauges: object) -> tuple[Gauge, ...]:
    """Return the gauges that a check declares.

    Raises:
        InvalidCheckError: One of them cannot be shown; the text says which and why.
    """
    if not isinstance(gauges, list | tuple):
        raise InvalidCheckError("its gauges are no tuple of Gauge(name, help, labels)")
    found: dict[str, Gauge] = {}
    for gauge in gauges:
        if not isinstance(gauge, Gauge):
            raise InvalidCheckError(f"its gauges hold {type(gauge).__name__} and not only Gauge")
        for problem in _problems(gauge):
            raise InvalidCheckError(f"gauge {str(gauge.name)[:MAX_LENGTH]!r}: {problem}")
        if gauge.name in found:
            raise InvalidCheckError(f"gauge {gauge.name!r} is declared twice")
        found[gauge.name] = gauge
    return tuple(found.values())


def _problems(gauge: Gauge) -> Iterable[str]:
    """What is wrong with a gauge, the first of it first."""
    yield from _of_name(gauge.name)
    if not _is_text(gauge.help, 2 * MAX_LENGTH):
        yield "its help has to be a sentence of one line"
    yield from _of_labels(gauge.labels)


def _of_labels(labels: object) -> Iterable[str]:
    if not isinstance(labels, tuple) or len(labels) > MAX_LABELS:
        yield f"its labels have to be a tuple of at most {MAX_LABELS} names"
        return
    for label in labels:
        yield from _of_label(label)
    if len(set(labels)) < len(labels):
        yield "a label stands there twice"


def _of_name(name: object) -> Iterable[str]:
    if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > MAX_LENGTH:
        yield "a name is words of a-z and 0-9 joined by _, like shop_orders_waiting"
        return
    if name in RESERVED_NAMES or name.startswith(RESERVED_PREFIXES):
        yield f"the name is reserved, like all that begin with {', '.join(RESERVED_PREFIXES)}"
    if name.endswith(RESERVED_SUFFIXES):
        yield f"a gauge must not end in {', '.join(RESERVED_SUFFIXES)}"
    words = name.split("_")
    for word in words[:-1]:
        if word in _LAST:
            yield f"the unit {word} has to be its end"
    for word in words:
        if base := _BASE_BY_UNIT.get(word):
            yield f"{word} is no base unit, use {base}"
    for word in words[1:]:
        if word in _ABBREVIATIONS:
            yield f"_{word} is no unit in full, use a base unit like seconds or bytes"
        if word in _TYPES:
            yield f"the type {word} must not be in the name"


def _of_label(label: object) -> Iterable[str]:
    if not isinstance(label, str) or not _NAME.fullmatch(label) or len(label) > MAX_LENGTH:
        yield "a label's name is words of a-z and 0-9 joined by _, like queue"
    elif label in RESERVED_LABELS:
        yield f"the label {label!r} is reserved, like {', '.join(sorted(RESERVED_LABELS))}"


def _is_text(text: object, length: int) -> bool:
    return isinstance(text, str) and text.isprintable() and 0 < len(text.strip()) <= length
