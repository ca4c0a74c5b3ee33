"""``python -m mixin.marked`` prints the files of the bundle as JSON, with marks for the numbers.

A process of its own has to do it: see :data:`mixin.limit.MARKING`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import yaml

from mixin.dashboards.table import BOARDS
from mixin.limit import MARKING, Limit
from mixin.rules.table import FILES
from mixin.thresholds import LIMITS


def main() -> None:
    """Print the text of each file by its path inside the bundle."""
    if not MARKING:
        raise SystemExit("without MIXIN_MARKS=1 there are no marks")
    boards = {board.uid: json.dumps(board.made(), sort_keys=True) + "\n" for board in BOARDS}
    rules = {file.name: file.text() for file in FILES}
    files = {f"dashboards/{uid}.json": text for uid, text in boards.items()}
    files |= {f"rules/{name}.yaml": text for name, text in rules.items()}
    offered = [_offered(limit, rules, boards) for limit in LIMITS]
    files["thresholds.json"] = json.dumps(offered, indent=2) + "\n"
    json.dump(files, sys.stdout)


def _offered(limit: Limit, rules: dict[str, str], boards: dict[str, str]) -> dict[str, Any]:
    """Return what people are told of a limit."""
    mark = re.compile(f"<<#?{limit.meaning.name}[;>]")
    alerts = {rule["alert"] for rule in _rules(rules) if "alert" in rule and mark.search(str(rule))}
    shown = sorted(uid for uid, text in boards.items() if mark.search(text))
    told = {"default": float(limit), "alerts": sorted(alerts), "dashboards": shown}
    return asdict(limit.meaning) | told


def _rules(texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for text in texts.values():
        for group in yaml.safe_load(text)["groups"]:
            yield from group["rules"]


if __name__ == "__main__":
    main()
