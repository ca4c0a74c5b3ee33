"""Rules as files, and as one."""

from __future__ import annotations

import pytest
import yaml

from django_health_exporter.bundled.rules import in_one, is_ours, rule_files
from django_health_exporter.bundled.thresholds import chosen


def test_as_they_are_by_default() -> None:
    """Nothing is narrowed, no mark is left, and no comment tells of flags."""
    files = rule_files(chosen([]))
    assert "databases.yaml" in files
    for text in files.values():
        assert is_ours(text)
        assert "<<" not in text
        assert "django-health-exporter rules" not in text
        assert text.startswith("# Written by `make mixin`; change mixin/rules/")


def test_the_command_stands_in_each() -> None:
    """So that it can be given again; what is as by default is left out."""
    numbers = chosen(["queue_length=1000", "deadlocks=5", "wal_size=1e6"])
    for text in rule_files(numbers, "shop").values():
        assert text.splitlines()[1] == (
            "# django-health-exporter rules --job=shop "
            "--threshold=wal_size=1000000 --threshold=queue_length=1000"
        )


@pytest.mark.parametrize("job", ["", "shop"])
def test_in_one(job: str) -> None:
    """All groups in the order of the files; the comment stands once."""
    files = rule_files(chosen([]), job)
    text = in_one(files)
    groups = [group for one in files.values() for group in yaml.safe_load(one)["groups"]]
    assert yaml.safe_load(text) == {"groups": groups}
    assert is_ours(text)
    assert text.count("# django-health-exporter rules --job=shop\n") == bool(job)
