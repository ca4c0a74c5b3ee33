"""What the queries of a panel answer, asked of a promtool."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from mixin.dashboards.panels import Panel
from promtools import Promtool

ALL = {"$job": ".+", "$instance": ".+", "$alias": ".*"}
"""What the variables mean when everything is chosen."""


def meaning(expr: str, meant: Mapping[str, str]) -> str:
    """Return an expression with what the variables in it mean."""
    for name, value in meant.items():
        expr = expr.replace(name, value)
    return expr


def queries_of(panel: Panel, meant: Mapping[str, str]) -> dict[str, str]:
    """Return the queries of a panel by their letters.

    Args:
        panel: Whose.
        meant: What the variables in them mean.
    """
    made = json.loads(JSONEncoder().encode(panel.build()))
    return {
        chr(ord("A") + place): meaning(target["expr"], meant)
        for place, target in enumerate(made["targets"])
    }


def unlike(
    tool: Promtool,
    folder: Path,
    series: Mapping[str, int | str],
    said: Mapping[str, list[str]],
    *,
    at: str = "10m",
    rules: Mapping[str, Any] | None = None,
) -> str:
    """Return what promtool says where expressions do not answer exactly what they should.

    Args:
        tool: Whom to ask.
        folder: For its files.
        series: Values by series: one that it always has, or promtool's notation of them.
        said: What each expression answers: ``{job="shop"} 1``.
        at: The moment.
        rules: The document of a file of rules that are evaluated each minute as well.
    """
    files = []
    if rules is not None:
        (folder / "rules.yaml").write_text(yaml.safe_dump(dict(rules)), encoding="utf-8")
        files = ["rules.yaml"]
    tests = [
        {"expr": expr, "eval_time": at, "exp_samples": [_sample(sample) for sample in samples]}
        for expr, samples in said.items()
    ]
    given = [
        {"series": name, "values": value if isinstance(value, str) else f"{value}x1500"}
        for name, value in series.items()
    ]
    group = {"interval": "1m", "input_series": given, "promql_expr_test": tests}
    document = {"rule_files": files, "evaluation_interval": "1m", "tests": [group]}
    file = folder / "tests.yaml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    run = tool.run("test", "rules", file, folder=folder)
    return "" if run.returncode == 0 else run.stdout


def _sample(sample: str) -> dict[str, object]:
    labels, _, value = sample.rpartition(" ")
    return {"labels": labels, "value": float(value)}
