"""What alerts and dashboards have in common, recorded."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

RECORDING = RuleFile("recording", [])
