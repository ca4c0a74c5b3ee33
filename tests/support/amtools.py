"""Every Alertmanager that is there: the configuration has to hold on old ones and on new ones."""

from __future__ import annotations

from tools_of_versions import Tool, tools

__all__ = ["Amtool", "alertmanager_beside", "amtools"]

Amtool = Tool


def amtools() -> list[Amtool]:
    """Return all of them, one for each version, the oldest first."""
    return tools("amtool", "prometheus-alertmanager")


def alertmanager_beside(amtool: Amtool) -> str:
    """Return the server that came with it, under Debian's name or its makers'."""
    for name in ("prometheus-alertmanager", "alertmanager"):
        if (program := amtool.path.with_name(name)).exists():
            return str(program)
    return "prometheus-alertmanager"
