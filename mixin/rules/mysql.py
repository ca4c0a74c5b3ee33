"""Alerts about MySQL and MariaDB."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

MYSQL = RuleFile("mysql", [])
