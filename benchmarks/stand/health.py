"""What our daemon tells of its targets, out of the text of a scrape."""

from __future__ import annotations

import re

_UP = re.compile(rb"^django_health_(?:database|cache)_up\{.*\} (\d)", re.MULTILINE)

_WORKS = re.compile(rb'^django_health_check_status\{check="(.*)"\} (\d)', re.MULTILINE)


def targets_up(text: bytes) -> tuple[int, int]:
    """How many databases and caches are up, and how many there are."""
    found = _UP.findall(text)
    return found.count(b"1"), len(found)


def require_up(text: bytes, count: int) -> None:
    """Raise unless there are so many targets and all are up: what is ill costs less or more."""
    up, known = targets_up(text)
    if not up == known == count:
        raise RuntimeError(f"{up} of {known} targets are up, and there are {count}")


def is_good(text: bytes, targets: int, *components: str) -> bool:
    """Whether so many targets are up, and all components are told to work, these among them."""
    works = {name.decode(): value == b"1" for name, value in _WORKS.findall(text)}
    return (
        targets_up(text) == (targets, targets)
        and all(works.values())
        and works.keys() >= {*components}
    )
