"""What rules are made of, and how they are written as YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from inspect import cleandoc
from typing import Any

import yaml

from mixin.limit import MARKING
from mixin.rules.narrowing import narrowable

HEAD = "# Written by `make mixin`; change mixin/rules/{name}.py, not this file.\n"
RUNBOOKS = "docs/runbooks"


class Severity(StrEnum):
    """What is to be done."""

    CRITICAL = "critical"
    """Wake somebody: users notice, or will within the hour."""
    WARNING = "warning"
    """Somebody looks at it today."""
    INFO = "info"
    """It helps who looks for the cause of something else."""
    NONE = "none"
    """Nothing: the watchdog, which always fires."""


@dataclass(frozen=True, slots=True)
class Record:
    """A recording rule.

    Attributes:
        name: ``level:metric:operations``.
        expr: What is recorded.
        meaning: What it is for, in a sentence for the documentation.
        labels: Labels to add.
    """

    name: str
    expr: str
    meaning: str = ""
    labels: Mapping[str, str] | None = None

    def as_yaml(self) -> dict[str, Any]:
        """Return the rule as Prometheus reads it."""
        made: dict[str, Any] = {"record": self.name, "expr": _written(self.expr)}
        return made | ({"labels": dict(self.labels)} if self.labels else {})


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert; its page is ``docs/runbooks/NAME.md``.

    Attributes:
        name: ``DjangoHealth`` and what is wrong.
        expr: What fires.
        severity: What is to be done.
        component: The check that it is about, or ``exporter``.
        summary: A line that groups well: of labels, without a value.
        description: What is wrong, with the value, and what to do first.
        dashboard: The uid of the dashboard that shows it.
        kept: Labels of the result by which the dashboard is narrowed, by the dashboard's variables.
        for_: For how long it must be true.
        keep_firing_for: For how long it goes on when it is no longer true.
        labels: More labels.
        at_once: Why it needs no ``for_``; empty where it has one.
    """

    name: str
    expr: str
    severity: Severity
    component: str
    summary: str
    description: str
    dashboard: str
    kept: Mapping[str, str]
    for_: str = "5m"
    keep_firing_for: str = ""
    labels: Mapping[str, str] | None = None
    at_once: str = ""

    def as_yaml(self) -> dict[str, Any]:
        """Return the alert as Prometheus reads it."""
        made: dict[str, Any] = {"alert": self.name, "expr": _written(self.expr)}
        if self.for_:
            made["for"] = self.for_
        if self.keep_firing_for:
            made["keep_firing_for"] = self.keep_firing_for
        fixed = {"severity": self.severity.value, "component": self.component}
        return made | {
            "labels": fixed | dict(self.labels or {}),
            "annotations": {
                "summary": self.summary,
                "description": " ".join(self.description.split()),
                "runbook_url": f"{{{{ $externalLabels.runbooks_url }}}}/{self.name}.md",
                "dashboard_url": self._dashboard_url(),
            },
        }

    def _dashboard_url(self) -> str:
        narrowed = "&".join(
            f"var-{variable}={{{{ $labels.{label} | urlquery }}}}"
            for variable, label in self.kept.items()
        )
        place = f"{{{{ $externalLabels.grafana_url }}}}/d/{self.dashboard}"
        return f"{place}?{narrowed}" if narrowed else place


Rule = Record | Alert


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that are evaluated one after the other.

    Attributes:
        name: Its name, one of a kind among all files.
        rules: In order.
        interval: Seconds between evaluations, where it is not Prometheus' own.
    """

    name: str
    rules: Sequence[Rule]
    interval: str = ""

    def as_yaml(self) -> dict[str, Any]:
        """Return the group as Prometheus reads it."""
        made: dict[str, Any] = {"name": self.name}
        if self.interval:
            made["interval"] = self.interval
        return made | {"rules": [rule.as_yaml() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules.

    Attributes:
        name: Its name without folder and ending; its module has the same.
        groups: What is in it.
    """

    name: str
    groups: Sequence[Group]

    @property
    def alerts(self) -> list[Alert]:
        """The alerts in it."""
        return [rule for group in self.groups for rule in group.rules if isinstance(rule, Alert)]

    def text(self) -> str:
        """Return the whole file."""
        document = {"groups": [group.as_yaml() for group in self.groups]}
        return HEAD.format(name=self.name) + yaml.dump(
            document, Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True
        )


def _written(expr: str) -> str:
    text = cleandoc(expr)
    return narrowable(text) if MARKING else text


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
