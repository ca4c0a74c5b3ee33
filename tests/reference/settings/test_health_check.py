"""The pages of the settings have every key that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from django_health.settings import HealthSettings
from django_health.settings.variables import ENVIRONMENT
from django_health_exporter.configuration.schema import ConfigurationFile, WebSection
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.schema import WebFile
from reference.page import Page
from reference.settings import configuration_file, health_check, web_file
from reference.settings.health_check import in_file, variables_of


def _fields(kind: Any) -> Iterator[tuple[str, inspect.Field]]:
    """Every field of every struct that a type is made of, with the name of its struct."""
    waiting, seen = [inspect.type_info(kind)], set()
    while waiting:
        info: Any = waiting.pop()
        if isinstance(info, inspect.StructType) and info.cls not in seen:
            seen.add(info.cls)
            for field in info.fields:
                yield info.cls.__name__, field
                waiting.append(field.type)
        waiting += getattr(info, "types", ())
        waiting += [
            getattr(info, name) for name in ("value_type", "item_type") if hasattr(info, name)
        ]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (health_check.PAGE, HealthSettings),
        (configuration_file.PAGE, ConfigurationFile),
        (web_file.PAGE, WebFile),
    ],
)
def test_each_key_is_told(page: Page, kind: type) -> None:
    """In a table; what the files have in common is told with the settings of the checks."""
    text = page.text() + (health_check.PAGE.text() if kind is ConfigurationFile else "")
    told = {name.lower() for name in re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)}
    told |= {part for name in told for part in name.split(".")}
    fields = [(struct, field.encode_name) for struct, field in _fields(kind)]
    assert len(fields) > 5
    assert [one for one in fields if one[1] not in told] == []


def test_the_section_web_has_the_keys_that_are_told_in_its_place() -> None:
    """The page takes those of ``WebConfig``, which has the defaults."""
    assert set(WebSection.__struct_fields__) == set(WebConfig.__struct_fields__)


@pytest.mark.parametrize("kind", [HealthSettings, WebConfig])
def test_each_duration_and_share_has_a_unit(kind: type) -> None:
    """Every number that is no whole one."""
    for struct, field in _fields(kind):
        for info in getattr(field.type, "types", (field.type,)):
            assert not isinstance(info, inspect.FloatType), f"{struct}.{field.name}"


def test_each_variable_stands_at_a_setting() -> None:
    """And is one that there is."""
    told = set(re.findall(r"`(HEALTH_[A-Z_]+)`", health_check.PAGE.text())) - {"HEALTH_CHECK"}
    assert told == set(ENVIRONMENT)
    assert variables_of("thresholds.cpu.warning") == ["HEALTH_CPU_THRESHOLD"]
    assert variables_of("thresholds") == []


def test_the_same_key_in_the_file() -> None:
    """One is called otherwise, some are not there."""
    assert (in_file("checks"), in_file("timeouts"), in_file("path")) == (
        "collectors",
        "timeouts",
        "",
    )


def test_each_default_can_be_set() -> None:
    """What the page says of plain keys is what the settings have when nothing is set."""
    defaults = msgspec.to_builtins(msgspec.convert({}, HealthSettings))
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| [^|]+ \| `([^`|]+)` \|", health_check.PAGE.text(), re.MULTILINE
    )
    assert len(rows) == 7
    for key, default in rows:
        value = defaults[key.lower()]
        assert default == (
            value
            if isinstance(value, str)
            else f"{value:g}"
            if type(value) is float
            else str(value).lower()
        )
