"""Every promtool that is there: rules have to hold on old servers and on new ones."""

from __future__ import annotations

from tools_of_versions import ROOT, Tool, tools

__all__ = ["ROOT", "Promtool", "promtools"]

Promtool = Tool


def promtools() -> list[Promtool]:
    """Return all of them, one for each version, the oldest first."""
    return tools("promtool", "prometheus")
