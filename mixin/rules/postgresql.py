"""Alerts about PostgreSQL."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

POSTGRESQL = RuleFile("postgresql", [])
