"""The real daemon on real servers of every kind, scraped by a Prometheus that has our rules."""

from mixin_stand.ills import make_ill
from mixin_stand.stand import Stand, running_stand
from mixin_stand.strains import strained

__all__ = ["Stand", "make_ill", "running_stand", "strained"]
