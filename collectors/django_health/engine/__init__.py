"""Runs checks: one deadline, one run at a time, one error boundary."""

from __future__ import annotations

from django_health.engine.engine import Engine
from django_health.engine.unknown import UnknownCheckError

__all__ = ["Engine", "UnknownCheckError"]
