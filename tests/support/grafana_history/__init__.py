"""A history of all metrics, healthy or with failures of every kind, for pictures and for tests.

From the root of the project, the first writes it and the second shows it to a browser or a test::

    PYTHONPATH=tests/support python -m grafana_history DIR
    prometheus --storage.tsdb.path=DIR --storage.tsdb.retention.time=1y --config.file=/dev/null

It is the same for the same end (``--end``, which is the present minute unless told), with the names
and labels that ``docs/metrics.md`` has.
"""

from grafana_history.blocks import write_blocks, write_lines, write_recorded
from grafana_history.span import Span
from grafana_history.story import STORY
from grafana_history.writing import History

__all__ = ["STORY", "History", "Span", "write_blocks", "write_lines", "write_recorded"]
