"""What all scripts have in common: their flags, and how they end."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from stand.figures import HEADS, Bar, show, table, write_bars

DISTRIBUTION = " of the distribution"


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the flags that all have; the caller adds its own."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--markdown", action="store_true", help="print tables as Markdown")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a bar fails")
    parser.add_argument("--bars-to", type=Path, help="write the bars to this file, as JSON")
    return parser


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that every account may enter, and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def finish(options: argparse.Namespace, bars: Sequence[Bar]) -> None:
    """Show the bars, if there are any, and end."""
    if bars:
        show("")
        show(table([HEADS, *(bar.row() for bar in bars)], markdown=options.markdown))
    if options.bars_to:
        write_bars(options.bars_to, bars)
    if options.strict and not all(bar.holds for bar in bars):
        sys.exit(1)


def conditions() -> str:
    """The day, the machine, and how many processes wanted its processors lately, in a line."""
    today = dt.datetime.now(tz=dt.UTC).date()
    python = f"Python {platform.python_version()}{DISTRIBUTION * (sys.base_prefix == '/usr')}"
    machine = f"{_processors()}, Linux {platform.release()}"
    return f"{today}, {python}, {machine}, load {os.getloadavg()[0]:.1f}"


def _processors() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.machine()
