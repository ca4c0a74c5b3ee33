"""Alerts about HTTP, SMTP, TCP, DNS, SQL and storage targets."""

from __future__ import annotations

from mixin.rules.rule import RuleFile

ENDPOINTS = RuleFile("endpoints", [])
