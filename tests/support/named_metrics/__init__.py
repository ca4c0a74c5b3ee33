"""Which metrics and labels are named in what is shipped, and whether they exist."""

from named_metrics.labels import labels_that_are_not, universe
from named_metrics.names import metrics_in, metrics_that_are_not
from named_metrics.pages import pages
from named_metrics.values import (
    CLOSED,
    NOT_THERE,
    asked_values,
    golden_values,
    values_that_are_not,
)

__all__ = [
    "CLOSED",
    "NOT_THERE",
    "asked_values",
    "golden_values",
    "labels_that_are_not",
    "metrics_in",
    "metrics_that_are_not",
    "pages",
    "universe",
    "values_that_are_not",
]
