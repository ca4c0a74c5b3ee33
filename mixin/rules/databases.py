"""Alerts that all databases have."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

DATABASES = RuleFile("databases", [])
