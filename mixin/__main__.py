"""``python -m mixin`` writes the generated files; with ``--check`` it says which differ."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mixin.generated import generated

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Write what differs, or tell it."""
    parser = argparse.ArgumentParser(prog="python -m mixin", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    options = parser.parse_args()
    differing = {
        path: text
        for path, text in generated().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    }
    for path, text in differing.items():
        sys.stdout.write(f"{path}\n")
        if not options.check:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
    return int(options.check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
