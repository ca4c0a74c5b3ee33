"""Alerts about the container."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

CONTAINER = RuleFile("container", [])
