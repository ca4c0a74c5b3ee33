"""Clients in numbers: all coming at once, or leaving before they are answered."""

from crowd.clogging import clogged
from crowd.leaving import Moment, leave
from crowd.together import Visit, together

__all__ = ["Moment", "Visit", "clogged", "leave", "together"]
