"""Names of checks that there are not, told by the file and the key under which they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django_health.settings.validation import InvalidDocument

SECTIONS: Mapping[str, str] = {"checks": "collectors", "critical": "critical"}
"""By the setting that a section of the file is: what the file calls it."""


@contextmanager
def known_by_file(document: Mapping[str, object], file: str) -> Iterator[None]:
    """Have complaints about names that stand in the file say so, during the block.

    Args:
        document: The content of the file.
        file: Its name.

    Raises:
        InvalidDocument: Of what is done inside.
    """
    try:
        yield
    except InvalidDocument as error:
        key, _, rest = str(error).partition(": ")
        section = SECTIONS.get(key, "")
        entries = document.get(section)
        if isinstance(entries, Mapping) and any(repr(name) in rest for name in entries):
            raise InvalidDocument(f"{file}: {section}: {rest}") from None
        raise
