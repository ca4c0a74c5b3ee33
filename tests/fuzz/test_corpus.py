"""The fuzzer's inputs hold in every test run, so that no target rots between its runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzzing import CORPUS, TARGETS, entries

_KEPT = [(name, path) for name in TARGETS for path in entries(name)]


@pytest.mark.parametrize(
    ("name", "path"), _KEPT, ids=[f"{path.parent.name}/{path.name}" for _, path in _KEPT]
)
def test_an_input_that_is_kept_breaks_no_promise(name: str, path: Path) -> None:
    """Real examples, and what once was a finding."""
    TARGETS[name](path.read_bytes())


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    """A target that starts from nothing would find nothing."""
    folders = {folder.name for folder in CORPUS.iterdir() if any(folder.iterdir())}
    assert folders == set(TARGETS)
