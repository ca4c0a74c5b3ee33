"""What stands at the end of ``--help``: examples, and what the exit codes mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PROGRAM = "django-health-exporter"
"""The name of the program."""

CONTEXT: Mapping[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""How every command is explained."""

_AS_IT_IS = "\b\n"
"""What click wants before lines that it must not fill."""


def closing_words(examples: Iterable[str], exit_codes: Mapping[int, str]) -> str:
    """Return the end of a command's help.

    Args:
        examples: Command lines without the program's name; what follows a ``#`` explains one.
        exit_codes: By code what it means.
    """
    lines = "\n".join(f"  {PROGRAM} {example}" for example in examples)
    codes = "\n".join(f"  {code}  {meaning}" for code, meaning in exit_codes.items())
    return f"{_AS_IT_IS}Examples:\n{lines}\n\n{_AS_IT_IS}Exit codes:\n{codes}"
