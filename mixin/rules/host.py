"""Alerts about the host."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

HOST = RuleFile("host", [])
