"""What goes wrong with the stack itself."""

from __future__ import annotations


class StackError(Exception):
    """The stack cannot do what it was told; after the first line a log's last ones may follow."""
