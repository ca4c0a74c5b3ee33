"""Alerts about migrations."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

MIGRATIONS = RuleFile("migrations", [])
