"""Copies rules and dashboards to where Helm and Kustomize want them.

With ``--check`` it says what differs. A chart holds all of its files in its own folder, and
Kustomize reads rules as resources of the Prometheus operator: so what ``make mixin`` wrote is
written once more. The chart's rules are about a job that has a name when it is installed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django_health_exporter.bundled.rules import rule_files
from django_health_exporter.bundled.thresholds import chosen

DEPLOY = Path(__file__).resolve().parents[1]
RULES = DEPLOY / "prometheus" / "rules"
DASHBOARDS = DEPLOY.parent / "grafana" / "dashboards"
CHART_FILES = DEPLOY / "helm" / "django-health-exporter" / "files"
MANIFEST = DEPLOY / "kubernetes" / "components" / "rules" / "rules.yaml"

JOB = "RELEASE_JOB"
"""In whose place the chart's templates put the job of a release."""

HEAD = """\
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: django-health-exporter-{name}
spec:
"""


def bundled() -> dict[Path, str]:
    """Return the text of each file that is made from another one, by its path."""
    rules = sorted(RULES.glob("*.yaml"))
    narrowed = rule_files(chosen([]), JOB)
    copies = {CHART_FILES / "rules" / name: text for name, text in narrowed.items()}
    for board in sorted(DASHBOARDS.glob("*.json")):
        copies[CHART_FILES / "dashboards" / board.name] = _text(board)
    return copies | {MANIFEST: "".join(_manifest(path) for path in rules)}


def left_over() -> list[Path]:
    """Return the copies of files that are no more."""
    found = [path for path in CHART_FILES.rglob("*") if path.is_file()]
    return sorted(set(found) - set(bundled()))


def main() -> int:
    """Write what differs and remove what is left over, or tell it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    options = parser.parse_args()
    differing = {
        path: text for path, text in bundled().items() if not path.exists() or _text(path) != text
    }
    superfluous = left_over()
    for path in [*differing, *superfluous]:
        sys.stdout.write(f"{path.relative_to(DEPLOY.parent)}\n")
    if options.check:
        return int(bool(differing or superfluous))
    for path, text in differing.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in superfluous:
        path.unlink()
    return 0


def _manifest(path: Path) -> str:
    """Return a file of rules as a resource; its lines go in deeper, else they stay as they are."""
    comment, _, groups = _text(path).partition("groups:\n")
    lines = ["groups:\n", *groups.splitlines(keepends=True)]
    indented = "".join(f"  {line}" if line.strip() else line for line in lines)
    return comment + HEAD.format(name=path.stem) + indented


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
