"""``python -m reference`` writes the pages; with ``--check`` it says which differ."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reference.meaning import Undocumented
from reference.pages import written

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Write what differs, or tell it; what has no meaning is one line on stderr, and code 2."""
    parser = argparse.ArgumentParser(prog="python -m reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    options = parser.parse_args()
    try:
        texts = written()
    except Undocumented as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    differing = {path: text for path, text in texts.items() if _present(ROOT / path) != text}
    for path, text in differing.items():
        sys.stdout.write(f"{path}\n")
        if not options.check:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
    return int(options.check and bool(differing))


def _present(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
