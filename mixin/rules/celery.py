"""Alerts about Celery."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

CELERY = RuleFile("celery", [])
