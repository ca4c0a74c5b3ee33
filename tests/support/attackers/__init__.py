"""Clients in thousands that mean ill, in one process that costs little: ``python -m attackers``."""

from attackers.attack import Attack, Fate
from attackers.behaviours import BEHAVIOURS, Behaviour
from attackers.repertoire import REPERTOIRE

__all__ = ["BEHAVIOURS", "REPERTOIRE", "Attack", "Behaviour", "Fate"]
