"""Alerts about the configuration of the Django project."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

CONFIGURATION = RuleFile("configuration", [])
