"""What the program carries makes the committed files, and with other numbers what mixin would."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from django_health_exporter.bundled.dashboards import dashboard_files
from django_health_exporter.bundled.rules import rule_files
from django_health_exporter.bundled.thresholds import chosen, offered, written
from mixin.generated import BUNDLE, DASHBOARDS, RULES
from mixin.rules.table import FILES
from mixin.thresholds import LIMITS

ROOT = Path(__file__).parents[2]

OTHER_MIXIN = """
import json, sys
from mixin.limit import Limit

numbers, made = json.loads(sys.argv[1]), Limit.__new__
Limit.__new__ = lambda cls, value, meaning, steps=(): made(
    cls, value if steps else numbers[meaning.name], meaning, steps
)
from mixin.dashboards.table import BOARDS
from mixin.rules.table import FILES

files = {f"{board.uid}.json": board.text() for board in BOARDS}
print(json.dumps(files | {f"{file.name}.yaml": file.text() for file in FILES}))
"""
"""Has mixin make its files with other constants, and no marks."""


def _made_by_mixin(numbers: Mapping[str, float]) -> dict[str, str]:
    made = subprocess.run(
        [sys.executable, "-c", OTHER_MIXIN, json.dumps(numbers)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    files: dict[str, str] = json.loads(made.stdout)
    return files


def _without_comment(text: str) -> str:
    return re.sub(r"\n# django-health-exporter .*", "", text, count=1)


def _made(numbers: Mapping[str, float]) -> dict[str, str]:
    rules = {name: _without_comment(text) for name, text in rule_files(numbers).items()}
    return rules | dashboard_files(numbers)


@pytest.mark.parametrize("factor", [0.83, 1.061])
def test_other_numbers_make_what_mixin_makes_of_them(factor: float) -> None:
    """Each threshold at once, each with a number that no other has."""
    wanted = [f"{name}={written(one.default * factor)}" for name, one in offered().items()]
    wanted = [text for text in wanted if _can_be(text)]
    numbers = chosen(wanted)
    changed = {name for name, one in offered().items() if numbers[name] != one.default}
    assert len(changed) >= len(offered()) - 2
    assert _made(numbers) == _made_by_mixin(numbers)


def _can_be(text: str) -> bool:
    """Whether a threshold can be that number by itself."""
    name, _, number = text.partition("=")
    return offered()[name].above < float(number) <= (offered()[name].most or float("inf"))


def _alone() -> Iterator[tuple[str, float]]:
    for name, one in offered().items():
        raised = one.default * 1.013
        yield name, raised if raised <= (one.most or raised) else one.default * 0.987


@pytest.mark.parametrize(("name", "number"), list(_alone()), ids=list(offered()))
def test_each_threshold_is_somewhere(name: str, number: float) -> None:
    """It changes what says so, and nothing else."""
    before = _made(chosen([]))
    after = _made(chosen([f"{name}={written(number)}"]))
    changed = {file for file, text in after.items() if text != before[file]}
    one = offered()[name]
    rules = {f"{file.name}.yaml" for file in FILES if {a.name for a in file.alerts} & {*one.alerts}}
    assert changed == rules | {f"{uid}.json" for uid in one.dashboards}
    assert changed


def test_the_defaults_are_the_committed_files() -> None:
    """To the byte, so that who takes these has what was tested."""
    committed = {path.name: path.read_text() for path in (ROOT / RULES).glob("*.yaml")}
    committed |= {path.name: path.read_text() for path in (ROOT / DASHBOARDS).glob("*.json")}
    assert _made(chosen([])) == committed


def test_every_limit_is_offered() -> None:
    """With the default that mixin has."""
    assert {name: one.default for name, one in offered().items()} == {
        limit.meaning.name: float(limit) for limit in LIMITS
    }


def test_a_limit_is_nowhere_a_number_that_nobody_can_change() -> None:
    """In the expressions of the bundle each number that is a default of its alert's is marked."""
    exprs: dict[str, list[str]] = {}
    for path in (ROOT / BUNDLE / "rules").glob("*.yaml"):
        for name, expr in _expressions(path):
            exprs.setdefault(name, []).append(expr)
    for one in offered().values():
        compared = re.compile(rf"[<>]=?\s+{re.escape(written(one.default))}(?![\w.])")
        found = [alert for alert in one.alerts for text in exprs[alert] if compared.search(text)]
        assert found == [], one.name


def _expressions(path: Path) -> Iterator[tuple[str, str]]:
    for group in yaml.safe_load(path.read_text())["groups"]:
        for rule in group["rules"]:
            if "alert" in rule:
                yield rule["alert"], rule["expr"]
