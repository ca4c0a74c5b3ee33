"""Caches that answer and are not at ease."""

from __future__ import annotations

from mixin_stand.strains.strain import Strain

STRAINS: tuple[Strain, ...] = ()
