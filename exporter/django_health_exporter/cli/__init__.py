"""The command line: a file per command."""

from __future__ import annotations

from django_health_exporter.cli.program import program
from django_health_exporter.uncaught import tell_without_text

__all__ = ["main"]


def main() -> None:
    """Run the program; from its first moment on nothing tells the text of an exception."""
    tell_without_text()
    program(prog_name="django-health-exporter")
