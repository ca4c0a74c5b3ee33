"""The objective, and how fast its budget is burnt."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

SLO = RuleFile("slo", [])
