"""The page of the recording rules has each series that is recorded."""

from __future__ import annotations

import pytest

from mixin.rules.rule import Group, Record, RuleFile
from mixin.rules.table import FILES
from reference.meaning import Undocumented
from reference.monitoring import recording
from reference.monitoring.recording import PAGE


def test_each_series() -> None:
    """Once."""
    rules = [rule for file in FILES for group in file.groups for rule in group.rules]
    names = [rule.name for rule in rules if isinstance(rule, Record)]
    assert names
    assert [PAGE.text().count(f"\n| `{name}` |") for name in names] == [1] * len(names)


def test_a_record_without_a_meaning_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    silent = RuleFile("new", [Group("new", [Record("job:up:max", "max by (job) (up)")])])
    monkeypatch.setattr(recording, "FILES", [silent])
    with pytest.raises(Undocumented, match="job:up:max"):
        PAGE.text()
