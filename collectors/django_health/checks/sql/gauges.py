"""What the columns and rows of a declared query become."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django_health.databases.lending import Rows
from django_health.failure import CheckFailed
from django_health.label_values import LONGEST, can_be_value
from django_health.result import Family, Measurement, Reason
from django_health.settings.declarations import SqlQuery
from django_health.targets import TargetError

PREFIX = "django_health_sql_"
RESERVED = frozenset({"instance", "job", "le", "quantile"})
"""Labels that the scraper adds, or that mean something to it."""

_TAKEN = frozenset({"up", "error", "last_success_timestamp_seconds"})
"""What the component's own families are called."""
_WORD = re.compile(r"[A-Za-z0-9_]+")
_LABEL = re.compile(r"(?!__)[A-Za-z_][A-Za-z0-9_]*")


class _Column(NamedTuple):
    position: int
    family: Family


class Gauges:
    """Makes gauges of the rows of one query.

    Column names count in lower case, as most databases give them.

    Args:
        name: Of the query.
        query: What is declared of it.
        others: The names of all queries.

    Raises:
        TargetError: The names can be none of metrics or labels.
    """

    def __init__(self, name: str, query: SqlQuery, others: Collection[str] = ()) -> None:
        place = f"sql.{name}" if _WORD.fullmatch(name) else "sql"
        if place == "sql":
            raise TargetError(f"{place}: a name may have letters without accents, digits and _")
        _require_labels(query.labels, f"{place}.labels")
        self._name = name
        self._labels = tuple(query.labels)
        self._help = query.help
        self._longer = tuple(f"{other}_" for other in others if other.startswith(f"{name}_"))
        self._known: tuple[str, ...] | None = None
        self._positions: list[int] = []
        self._columns: list[_Column] = []

    def measurements(self, rows: Rows) -> tuple[Measurement, ...]:
        """Return the gauges; a row has none for a column that is ``NULL``.

        Raises:
            CheckFailed: A column or row makes none that could be told from the others.
        """
        if rows.columns != self._known:
            self._learn(rows.columns)
        found: list[Measurement] = []
        seen: set[tuple[str, ...]] = set()
        for row in rows.rows:
            labels = tuple(_label(row[position], position) for position in self._positions)
            if labels in seen:
                raise CheckFailed(Reason.WRONG_ANSWER, "two rows of the query have the same labels")
            seen.add(labels)
            for position, family in self._columns:
                if (value := row[position]) is not None:
                    found.append(family(_number(value, position), *labels))
        return tuple(found)

    def _learn(self, columns: tuple[str, ...]) -> None:
        """Find what each column is; the families stay the same as long as the columns do."""
        self._known = None
        names = [column.lower() for column in columns]
        if len(set(names)) < len(names):
            raise _misconfigured("two columns of the query have the same name")
        self._positions = [_position(label, names) for label in self._labels]
        self._columns = [
            _Column(position, self._family(name, position))
            for position, name in enumerate(names)
            if position not in self._positions
        ]
        if not self._columns:
            raise _misconfigured("every column of the query is a label, and none a gauge")
        self._known = columns

    def _family(self, column: str, position: int) -> Family:
        if not _WORD.fullmatch(column):
            raise _misconfigured(
                f"column {position + 1} of the query has a name that no metric can have: "
                "give it another of letters, digits and _ by AS"
            )
        name = f"{self._name}_{column}"
        if name in _TAKEN or name.startswith(self._longer):
            raise _misconfigured(
                f"the gauge of column {position + 1} could be taken for another's: "
                "rename the column or the query"
            )
        text = self._help or f"Column {column} of the query {self._name}, declared under sql."
        return Family(PREFIX + name, text, self._labels)


def _require_labels(labels: Sequence[str], place: str) -> None:
    for position, label in enumerate(labels):
        if not _LABEL.fullmatch(label):
            raise TargetError(
                f"{place}[{position}]: a label begins with a letter, or with one _, "
                "and has letters without accents, digits and _"
            )
        if label in RESERVED:
            raise TargetError(f"{place}[{position}]: {label} is Prometheus' own: use AS in query")
    if len({label.lower() for label in labels}) < len(labels):
        raise TargetError(f"{place}: a label stands there twice")


def _position(label: str, names: Sequence[str]) -> int:
    try:
        return names.index(label.lower())
    except ValueError:
        raise _misconfigured(
            f"the query has no column {label}, which is among its labels"
        ) from None


def _label(value: object, position: int) -> str:
    text = _text(value)
    if text is None:
        raise CheckFailed(
            Reason.WRONG_ANSWER, f"column {position + 1} of the query cannot be a label"
        )
    if not can_be_value(text):
        raise CheckFailed(
            Reason.WRONG_ANSWER,
            f"a label in column {position + 1} is no text of one line "
            f"of at most {LONGEST} characters",
        )
    return text


def _text(value: object) -> str | None:
    """The value of a label; empty, as if it was not there, for ``NULL``."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | float() | Decimal():
            return str(value)
        case date():  # a datetime too
            return value.isoformat()
    return None


def _number(value: object, position: int) -> float:
    if isinstance(value, int | float | Decimal):
        return float(value)
    raise CheckFailed(
        Reason.MISCONFIGURED,
        f"column {position + 1} of the query is no number and is not among its labels",
    )


def _misconfigured(message: str) -> CheckFailed:
    return CheckFailed(Reason.MISCONFIGURED, message)
