"""The command line: a file per command."""

from django_health_exporter.cli.serve import serve as main

__all__ = ["main"]
