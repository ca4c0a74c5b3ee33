"""A soak: the daemon under load for minutes, while ills come and go on all that it watches.

``make soak`` runs it, and prints a report or the story of the first violation.
"""

from soak.report import report
from soak.soak import TIMEOUT, Soak

__all__ = ["TIMEOUT", "Soak", "report"]
