"""The files that settings name because a secret is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from django_health.masking import is_secret_name

_END = "_file"
_URLS = {"url": "URL", "urls": "URLs"}
"""Keys of addresses that may hold a token, and how they are called in a sentence."""


def named_files(section: object, place: str) -> Iterator[tuple[Path, str]]:
    """Yield each file of a ``password_file``, a ``token_file`` and their kin, with what is in it.

    Args:
        section: A mapping or a struct, with others in it.
        place: What the section is about, like ``smtp/backup``.
    """
    for key, value in entries(section):
        if isinstance(value, str):
            if value and (what := _content(key)):
                yield Path(value), f"the {what} of {place}"
        elif isinstance(value, list):
            for one in value:
                yield from named_files(one, place)
        else:
            yield from named_files(value, place)


def entries(section: object) -> Iterator[tuple[str, object]]:
    """Yield the keys and values of a mapping or a struct; nothing of anything else."""
    if isinstance(section, Mapping):
        yield from ((str(key), value) for key, value in section.items())
    elif isinstance(section, msgspec.Struct):
        yield from ((key, getattr(section, key)) for key in section.__struct_fields__)


def _content(key: str) -> str:
    """What is in the file that a key names; empty where that is no secret, as of ``ca_file``."""
    name = key.lower()
    if not name.endswith(_END):
        return ""
    stem = name.removesuffix(_END)
    return _URLS.get(stem) or (stem.replace("_", " ") if is_secret_name(stem) else "")
