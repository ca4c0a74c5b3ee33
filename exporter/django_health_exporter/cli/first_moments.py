"""The first moments of the program, before anything is loaded that takes its time.

Until a command takes care of signals itself, Python would answer Ctrl-C with a traceback, and the
first process of a container would not hear SIGTERM at all.
"""

import gc
import os
import signal
import sys

ENDING_IS_WELL = ("serve", "watch")
"""Commands that run until they are told to end; flags alone are those of ``serve``."""

SELDOM = 100
"""How often young objects are looked at for garbage before older ones are, once."""

SHELL = 128
"""What a shell adds to the number of the signal that ended a program."""


def end_at_signals() -> None:
    """Have SIGTERM and SIGINT end the program at once, until others take them."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)


def open_streams() -> None:
    """Have closed streams lead nowhere: the first sockets would get their numbers otherwise."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _lead_nowhere(number)
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays


def spare_old_objects() -> None:
    """Have the garbage collector look at what is not young at every hundredth run, not every tenth.

    What a check measured lives until its next run and is no garbage then: it goes by itself. With
    Python's own thresholds all that a thousand targets keep is looked at in every second scrape,
    for some 6 % of the CPU. A project may set others; it is loaded later.
    """
    young, _, old = gc.get_threshold()
    gc.set_threshold(young, SELDOM, old)


def exit_code_for(signum: int, arguments: list[str]) -> int:
    """Return the code with which a command ends that is told to.

    Args:
        signum: Number of the signal.
        arguments: The command line after the program's name.
    """
    command = arguments[0] if arguments else "-"
    is_well = command in ENDING_IS_WELL or command.startswith("-")
    return 0 if is_well else SHELL + signum


def _lead_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != number:
        os.dup2(nowhere, number)
        os.close(nowhere)


def _end(signum: int, _frame: object) -> None:
    os._exit(exit_code_for(signum, sys.argv[1:]))
