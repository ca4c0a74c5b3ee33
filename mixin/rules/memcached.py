"""Alerts about Memcached."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

MEMCACHED = RuleFile("memcached", [])
