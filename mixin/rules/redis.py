"""Alerts about Redis and Valkey."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

REDIS = RuleFile("redis", [])
