"""``python -m soak``: exit code 1 and the story of the first violation, or a report and 0."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import click

from faulty_stack import running_faulty_stack
from soak.report import report
from soak.soak import TIMEOUT, Soak

LOG_LINES = 30
"""Of the daemon's log that are shown with a violation."""


@click.command()
@click.option("--minutes", default=5.0, show_default=True, help="How long.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same ills.")
def main(minutes: float, seed: int) -> None:
    """Let ills come and go while many ask, and see that the daemon tells the truth in time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_faulty_stack(Path(folder), TIMEOUT) as stack,
    ):
        soak, started = Soak(stack, seed), time.monotonic()
        violations = soak.run(minutes * 60)
        for line in report(soak, time.monotonic() - started):
            click.echo(line)
        if violations:
            click.echo(f"VIOLATED with seed {seed}, after {len(soak.leftovers.held)} rounds:")
            click.echo("\n".join(violations[:5]))
            click.echo("\n".join(stack.exporter.log.splitlines()[-LOG_LINES:]))
            sys.exit(1)


main()
