"""The commands of the runbooks, and a place in which they can be tried."""

from runbook_commands.ground import Ground, ground_of
from runbook_commands.reading import Command, blocks, commands, statements
from runbook_commands.stage import running_stage
from runbook_commands.trying import Tried, tried
from runbook_commands.untried import ILL, SILENT, TALKATIVE, UNTRIED, needs_illness, reason_of

__all__ = [
    "ILL",
    "SILENT",
    "TALKATIVE",
    "UNTRIED",
    "Command",
    "Ground",
    "Tried",
    "blocks",
    "commands",
    "ground_of",
    "needs_illness",
    "reason_of",
    "running_stage",
    "statements",
    "tried",
]
