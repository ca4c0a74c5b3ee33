"""The daemon: command line, configuration and HTTP around the library ``django_health``."""

from django_health.version import __version__

__all__ = ["__version__"]
