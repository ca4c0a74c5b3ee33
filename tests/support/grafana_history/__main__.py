"""``python -m grafana_history DIR`` writes blocks for a Prometheus; ``--help`` says how."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from grafana_history.blocks import write_blocks
from grafana_history.story import STORY
from grafana_history.writing import History


def main() -> int:
    """Write the history that is wanted."""
    parser = argparse.ArgumentParser(prog="python -m grafana_history", description=__doc__)
    parser.add_argument("directory", type=Path, help="the storage of the Prometheus")
    parser.add_argument("--end", type=int, help="Unix time; by default the present minute")
    parser.add_argument("--hours", type=float, default=7, help="of all metrics (%(default)s)")
    parser.add_argument("--days", type=float, default=30, help="of what lasts (%(default)s)")
    parser.add_argument("--healthy", action="store_true", help="nothing goes wrong")
    options = parser.parse_args()
    end = options.end or int(time.time()) // 60 * 60
    spans = () if options.healthy else STORY
    write_blocks(History(end, options.hours, options.days, spans), options.directory)
    sys.stdout.write(f"{options.directory}: until {end}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
