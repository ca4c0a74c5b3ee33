"""URLs in the forms that Django users know, to dictionaries as Django's settings hold them."""

from __future__ import annotations

from django_health.sources.cache_urls import cache_from_url
from django_health.sources.database_urls import database_from_url

__all__ = ["cache_from_url", "database_from_url"]
