"""Names of metrics, wherever they stand in a text."""

from __future__ import annotations

import re
from functools import cache

from rule_lint.book import Book

_RECORDED = re.compile(r"(?<![\w:])\w+:\w*django_health\w*:\w+")
_NAMED = re.compile(r"(?<![\w:./-])(?:django_health|process|python)_[a-z0-9_]+(?![\w:./-])")

OF_PROGRAMS = {"django_health_exporter", "python_version"}
"""What looks like a metric and is the name of a package, or a label."""

DECLARED = re.compile(r"django_health_sql_(?!up$|error$|last_success_timestamp_seconds$)\w*")
"""What a query that somebody declares is called."""


@cache
def metrics_in(text: str) -> frozenset[str]:
    """Return the names of metrics in a text; one that ends with an underscore is a beginning."""
    recorded = _RECORDED.findall(text)
    named = set(_NAMED.findall(_RECORDED.sub(" ", text))) - OF_PROGRAMS
    return frozenset([*recorded, *(name for name in named if not DECLARED.fullmatch(name))])


def metrics_that_are_not(text: str, book: Book) -> set[str]:
    """Return the names in a text that nobody exposes or records."""
    unknown = {name for name in metrics_in(text) if not book.is_known(name)}
    begun = {name for name in unknown if name.endswith("_")}
    return unknown - {name for name in begun if any(o.startswith(name) for o in book.exposed)}
