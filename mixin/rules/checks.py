"""Alerts about checks of every kind."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

CHECKS = RuleFile("checks", [])
