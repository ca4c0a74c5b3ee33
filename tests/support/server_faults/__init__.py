"""Real servers behind a real daemon, what can befall them, and how a daemon has to bear it."""

from server_faults.authority import Authority
from server_faults.bearing import borne
from server_faults.everywhere import Fault, everywhere
from server_faults.ground import PASSWORD, TARGETS, WATCHER, Ground, running_ground
from server_faults.journal import silent
from server_faults.outages import asleep, away, frozen
from server_faults.project import watched
from server_faults.resources import assert_back
from server_faults.standby import Standby
from server_faults.watch import Watch
from server_faults.website import Website

__all__ = [
    "PASSWORD",
    "TARGETS",
    "WATCHER",
    "Authority",
    "Fault",
    "Ground",
    "Standby",
    "Watch",
    "Website",
    "asleep",
    "assert_back",
    "away",
    "borne",
    "everywhere",
    "frozen",
    "running_ground",
    "silent",
    "watched",
]
