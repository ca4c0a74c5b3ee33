"""One entry of Django's ``CACHES``, read with types."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django_health.sources.keys import complete_key, probe_key
from django_health.sources.section import Section


@dataclass(frozen=True)
class CacheSettings:
    """One entry of ``CACHES``.

    Attributes:
        alias: Django's alias.
        backend: The dotted path of the backend.
        section: The entry itself.
        database_of: Returns the alias of the database in which Django keeps a cache table.
    """

    alias: str
    backend: str
    section: Section
    database_of: Callable[[str], str]

    @property
    def options(self) -> Section:
        """OPTIONS, empty where there are none."""
        return self.section.section("OPTIONS")

    @property
    def location(self) -> str:
        """LOCATION as a single text, which must not be empty."""
        text = self.section.text("LOCATION")
        if not text:
            raise self.section.error("LOCATION", "is empty: say where the cache is")
        return text

    def locations(self, separators: str) -> list[object]:
        """LOCATION as a list: it is one, or a text divided by any of the separators."""
        value = self.section.values.get("LOCATION")
        if isinstance(value, list | tuple | set | frozenset) and value:
            return list(value)
        if isinstance(value, str) and value:
            return list(re.split(f"[{separators}]", value))
        raise self.section.error("LOCATION", "must be a server, or a list of servers")

    def key(self) -> str:
        """The complete key for the probe."""
        return complete_key(self.section, probe_key())
