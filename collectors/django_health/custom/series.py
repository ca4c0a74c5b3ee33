"""The values that a custom check gives its gauges, as measurements that cannot spoil the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice
from numbers import Real
from typing import Any

from django_health.answers import outcome_from, wrong_answer
from django_health.custom.gauges import Gauge
from django_health.errors import listed
from django_health.label_values import LONGEST, can_be_value
from django_health.result import Family, Measurement, Outcome, Reason, Status

MAX_SERIES = 100
"""Series of one check, over all its gauges."""

KEY = "gauges"
"""Where the values stand in what a check returns."""

_Series = tuple[object, object, object]
"""The name of a gauge, the values of its labels, and its value; none of it proven."""


class _WrongSeriesError(Exception):
    """The values cannot be shown; the text is our own."""


class SeriesTaker:
    """Takes the values of a check's gauges out of what it returns.

    Args:
        gauges: What the check declares.
    """

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = {gauge.name: gauge for gauge in gauges}

    def outcome(self, answer: object) -> Outcome:
        """Return an answer with the values of its gauges as measurements.

        Values that do not fit what is declared make it an error with reason ``wrong_answer`` and no
        measurements. Of too many series the first are kept, and the answer becomes a warning.
        """
        answer, given = self._split(answer)
        outcome = outcome_from(answer)
        try:
            series = tuple(islice(self._proven(given), MAX_SERIES + 1))
        except _WrongSeriesError as error:
            return wrong_answer(str(error), outcome.details)
        if len(series) > MAX_SERIES:
            outcome, series = _warned(outcome), series[:MAX_SERIES]
        return replace(outcome, measurements=series)

    def _split(self, answer: object) -> tuple[object, Iterable[_Series]]:
        """The answer without its gauges, and these; the check's own objects stay as they are."""
        if isinstance(answer, Outcome):
            rest, given = self._parted(answer.details)
            measured = _measured(answer.measurements)
            return replace(answer, details=rest, measurements=()), chain(measured, given)
        return self._parted(answer)

    def _parted(self, details: object) -> tuple[Any, Iterable[_Series]]:
        """A mapping without the values of the gauges, and these; anything else as it is."""
        if not self._gauges or not isinstance(details, Mapping) or KEY not in details:
            return details, ()
        return {key: details[key] for key in details if key != KEY}, _listed(details[KEY])

    def _proven(self, given: Iterable[_Series]) -> Iterator[Measurement]:
        seen = set()
        for name, values, value in given:
            gauge = self._gauges.get(name) if isinstance(name, str) else None
            if gauge is None:
                known = listed(self._gauges)
                raise _WrongSeriesError(f"it gave a gauge that it does not declare: {known}")
            labels = _labels(gauge, values)
            if (gauge.name, labels) in seen:
                raise _WrongSeriesError(f"gauge {gauge.name}: it gave one series twice")
            seen.add((gauge.name, labels))
            yield Measurement(gauge, _number(gauge, value), labels)


def _listed(gauges: object) -> Iterator[_Series]:
    """The values under the key ``gauges``, each with its gauge and its labels."""
    if not isinstance(gauges, Mapping):
        raise _WrongSeriesError(f"its {KEY!r} are no mapping of names to values")
    for name, values in gauges.items():
        if isinstance(values, Mapping):
            for labels, value in values.items():
                yield name, labels, value
        else:
            yield name, (), values


def _measured(measurements: object) -> Iterator[_Series]:
    """The measurements of an outcome, each with its gauge and its labels."""
    if not isinstance(measurements, tuple):
        raise _WrongSeriesError("its measurements are no tuple")
    for measurement in measurements:
        if not isinstance(measurement, Measurement) or not isinstance(measurement.family, Family):
            raise _WrongSeriesError("its measurements are not what calling a gauge gives")
        yield measurement.family.name, measurement.labels, measurement.value


def _labels(gauge: Gauge, values: object) -> tuple[str, ...]:
    if isinstance(values, str) and len(gauge.labels) == 1:
        values = (values,)
    if not isinstance(values, tuple) or len(values) != len(gauge.labels):
        expected = f"the values of ({', '.join(gauge.labels)})" if gauge.labels else "no labels"
        raise _WrongSeriesError(f"gauge {gauge.name}: it takes {expected}, and got others")
    for value in values:
        if not isinstance(value, str) or not can_be_value(value):
            raise _WrongSeriesError(
                f"gauge {gauge.name}: the value of a label is a text of one line, "
                f"of at most {LONGEST} characters"
            )
    return tuple(str.__str__(value) for value in values)


def _number(gauge: Gauge, value: object) -> float:
    if isinstance(value, Real | Decimal):
        try:
            return float(value)
        except (ValueError, ArithmeticError):  # too large, or a signalling NaN
            pass
    raise _WrongSeriesError(f"gauge {gauge.name}: its value is {type(value).__name__}, no number")


def _warned(outcome: Outcome) -> Outcome:
    message = f"it gave more than {MAX_SERIES} series of its gauges, the rest is left out"
    if not outcome.status.works:
        return outcome
    return replace(outcome, status=Status.WARNING, reason=Reason.WRONG_ANSWER, message=message)
