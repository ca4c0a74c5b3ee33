"""Alerts about SQLite."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

SQLITE = RuleFile("sqlite", [])
