"""Alerts that all caches have."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

CACHES = RuleFile("caches", [])
