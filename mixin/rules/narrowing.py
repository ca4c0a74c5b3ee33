"""Marks in an expression where each selector can be narrowed to a job.

``<<job>>`` follows a name without matchers, ``<<,job>>`` stands behind the matchers that there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ALONE, FURTHER = "<<job>>", "<<,job>>"

_TOKEN = re.compile(
    r"""
    <<[^<>]*>>                  # what stands for a number
    | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*'
    | \[[^\]]*\]                # a range
    | [A-Za-z_:][A-Za-z0-9_:]*  # a name of something
    | [0-9][0-9A-Za-z_.]*       # a number, or a time
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_LABELS_FOLLOW = {"by", "without", "on", "ignoring", "group_left", "group_right"}
_WORDS = {"and", "or", "unless", "offset", "bool", "inf", "nan"}


def narrowable(expr: str) -> str:
    """Return an expression with a mark in each selector.

    Args:
        expr: Of PromQL; each selector has the name of a metric.

    Raises:
        ValueError: One has not.
    """
    return "".join(_marked(_TOKEN.findall(expr)))


def _marked(tokens: list[str]) -> Iterator[str]:
    place = 0
    while place < len(tokens):
        word, place = tokens[place], place + 1
        following = _next(tokens, place)
        if word == "{":
            raise ValueError("a selector without the name of a metric cannot be narrowed")
        if word in _LABELS_FOLLOW:
            end = _end(tokens, place, ")") if following == "(" else place
            yield word + "".join(tokens[place:end])
            place = end
        elif not _is_metric(word, following):
            yield word
        elif following == "{":
            end = _end(tokens, place, "}")
            yield word + "".join(tokens[place : end - 1]) + FURTHER + "}"
            place = end
        else:
            yield word + ALONE


def _is_metric(word: str, following: str) -> bool:
    is_name = word[0].isalpha() or word[0] in "_:"
    return is_name and word not in _WORDS and following not in ("(", "by", "without")


def _next(tokens: list[str], place: int) -> str:
    """Return the next token that is no blank; empty at the end."""
    return next((token for token in tokens[place:] if not token.isspace()), "")


def _end(tokens: list[str], place: int, closing: str) -> int:
    """Return the place behind the next bracket of a kind."""
    return tokens.index(closing, place) + 1
