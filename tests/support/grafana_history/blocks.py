"""The history as blocks of a Prometheus' storage."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grafana_history.records import in_turn, recorded
from grafana_history.serving import serving
from grafana_history.writing import History
from live_servers.programs import find_program


def write_blocks(history: History, directory: Path) -> None:
    """Write it into a folder on which a Prometheus can be started.

    Args:
        history: What to write.
        directory: Where to; made if need be.
    """
    write_lines(history.recent(), directory)
    if history.days * 24 > history.hours:
        write_lines(history.lasting(), directory)
    length = int(max(history.days * 86400, history.hours * 3600))
    write_recorded(history.end - length, history.end, directory)


def write_recorded(start: int, end: int, directory: Path) -> None:
    """Add what the recording rules would have recorded.

    Args:
        start: Since when.
        end: Until when.
        directory: What is written already, and where to.
    """
    for rules in in_turn():
        with serving(directory) as url:
            lines = list(recorded(rules, start, end, url))
        write_lines(lines, directory)


def write_lines(lines: Iterable[str], directory: Path) -> None:
    """Write lines of OpenMetrics as a block into a folder, which is made if need be."""
    directory.mkdir(parents=True, exist_ok=True)
    promtool = find_program("prometheus", "promtool")
    with tempfile.TemporaryDirectory(dir=directory) as folder:
        text = Path(folder, "history.txt")
        with text.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        # It reads the whole text once for each block, so there is to be one of them.
        command = [promtool, "tsdb", "create-blocks-from", "openmetrics"]
        command += ["--quiet", "--max-block-duration=1440h", str(text), str(directory)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
