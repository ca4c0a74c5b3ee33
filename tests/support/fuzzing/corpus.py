"""The inputs that are kept: written by hand from real examples, and what once was a finding."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "fuzz" / "corpus"
"""A folder per target."""


def entries(target: str) -> list[Path]:
    """Return the files of a target, in the order of their names."""
    return sorted(path for path in (CORPUS / target).iterdir() if path.is_file())
