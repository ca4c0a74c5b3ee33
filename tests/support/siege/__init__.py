"""The daemon under attack, and a scraper that comes once a second meanwhile."""

from siege.besieging import Siege, besiege
from siege.ground import SecuredExporter, besieged_exporter, secured_exporter
from siege.visits import Visits

__all__ = [
    "SecuredExporter",
    "Siege",
    "Visits",
    "besiege",
    "besieged_exporter",
    "secured_exporter",
]
