"""A line that says how far it is."""

from __future__ import annotations

from django_health.terminal.progress import DELAY, ProgressLine
from pseudo_terminal import Terminal
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually


def test_the_line_comes_late_and_goes() -> None:
    """Who waits long sees what for; in the end nothing of it is left."""
    clock = HandClock()
    with Terminal() as terminal, engine_of(Sample("fine"), Hangs("hung")) as engine:
        asked = engine.start()
        eventually(lambda: len(asked.awaited) == 1)
        with ProgressLine(terminal.stream, clock) as line:
            line(asked)
            terminal.stream.write("early ")
            terminal.stream.flush()
            clock.now += DELAY + 3
            line(asked)
        terminal.stream.write("late")
        early, _, shown = terminal.hang_up().partition("early ")
    assert early == ""
    assert "1 of 2 checks answered, 3 s, waiting for hung" in shown
    assert shown.endswith("\x1b[2Klate")
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1


def test_a_line_is_never_two() -> None:
    """However many are awaited: two could not be taken away again."""
    checks = [Hangs("hung", target="alias" * 10, part=str(number)) for number in range(20)]
    clock = HandClock()
    with Terminal() as terminal, engine_of(*checks) as engine:
        with ProgressLine(terminal.stream, clock) as line:
            clock.now += 1
            line(engine.start())
        told = terminal.hang_up()
    shown = told.partition("…")[0]
    assert shown != told
    assert "\n" not in shown
