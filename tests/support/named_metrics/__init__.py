"""Which metrics and labels are named in what is shipped, and whether they exist."""

from named_metrics.labels import labels_that_are_not, universe
from named_metrics.names import metrics_in, metrics_that_are_not
from named_metrics.pages import pages

__all__ = [
    "labels_that_are_not",
    "metrics_in",
    "metrics_that_are_not",
    "pages",
    "universe",
]
