"""Runs all benchmarks one after the other, and sums up what was promised and what was measured."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from stand.figures import HEADS, read_bars, show, table
from stand.script import arguments, scratch

BENCHMARKS = Path(__file__).resolve().parent

RUNS = {
    "peers": ["peers.py", "--rounds=25"],
    "peers, one scrape a second": ["peers.py", "--every=1", "--rounds=25"],
    "distance": ["distance.py", "--rounds=10"],
    "views": ["views.py", "--rounds=15", "--seconds=1"],
    "views, in threads": ["views.py", "--worker=gthread", "--rounds=15", "--seconds=1"],
    "limit": ["limit.py", "--rounds=10"],
    "rendering": ["rendering.py"],
    "scale": ["scale.py", "--rounds=5"],
    "fleet": ["fleet.py", "--scrapes=60"],
    "start": ["start.py", "--rounds=7"],
    "attacks": ["attacks.py", "--seconds=10"],
}


def main() -> None:
    """Run all and print."""
    parser = arguments(__doc__)
    parser.add_argument("--only", nargs="+", choices=[*RUNS], help="some of them")
    options = parser.parse_args()
    rows = [["", *HEADS]]
    failed = False
    flags = ["--markdown"] if options.markdown else []
    begun = time.monotonic()
    with scratch() as folder:
        file = folder / "bars.json"
        for name in options.only or RUNS:
            show(f"\n{'##' if options.markdown else '==='} {name}\n")
            script, *more = RUNS[name]
            command = [sys.executable, str(BENCHMARKS / script), *more, *flags]
            if subprocess.run([*command, f"--bars-to={file}"], check=False).returncode:  # noqa: S603
                rows.append([name, "did not run to its end", "", "", "FAIL"])
                failed = True
                continue
            bars = read_bars(file)
            rows += [[name, *bar.row()] for bar in bars]
            failed = failed or not all(bar.holds for bar in bars)
    if len(rows) > 1:
        show(f"\n{'##' if options.markdown else '==='} all bars\n")
        show(table(rows, markdown=options.markdown))
    show(f"\n{time.monotonic() - begun:.0f} seconds in all")
    if options.strict and failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
