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
    directory.mkdir(parents=True, exist_ok=True)
    _write(history.recent(), directory)
    if history.days * 24 > history.hours:
        _write(history.lasting(), directory)
    for rules in in_turn():
        with serving(directory) as url:
            lines = list(recorded(rules, history, url))
        _write(lines, directory)


def _write(lines: Iterable[str], directory: Path) -> None:
    promtool = find_program("prometheus", "promtool")
    with tempfile.TemporaryDirectory(dir=directory) as folder:
        text = Path(folder, "history.txt")
        with text.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        # It reads the whole text once for each block, so there is to be one of them.
        command = [promtool, "tsdb", "create-blocks-from", "openmetrics"]
        command += ["--quiet", "--max-block-duration=1440h", str(text), str(directory)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
