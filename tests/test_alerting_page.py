"""What ``docs/alerting.md`` says, held against the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from django_health.alerting.channel import AlertError
from django_health.alerting.health_data import health_data_of
from django_health.alerting.record import Record
from django_health.alerting.settling import Settling
from django_health.alerting.telling import Wishes, hold
from django_health.settings import settings_from
from django_health.settings.alerting import AlertingSettings
from django_health.settings.channels import Channel
from django_health.settings.validation import convert
from django_health_exporter.configuration.schema import ConfigurationFile
from told_alerts import ERROR, OK, report_of

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "alerting.md").read_text(encoding="utf-8")


def _rows(head: str) -> list[list[str]]:
    """The rows of the table that begins with a head."""
    table = PAGE.partition(head)[2].partition("\n\n")[0]
    return [re.split(r" *\| *", line)[1:-1] for line in table.splitlines()[2:]]


def _examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_table_has_each_key() -> None:
    """With its default."""
    rows = {key.strip("`"): default.strip("` ") for key, default, _ in _rows("| key | default |")}
    assert list(rows) == list(AlertingSettings.__struct_fields__)
    said = {key: yaml.safe_load(text) for key, text in rows.items() if text}
    del said["instance"]  # in words
    assert convert(said, AlertingSettings, "page") == AlertingSettings()


def test_the_table_has_each_kind_of_channel() -> None:
    """With all its keys."""
    shared = set(Channel.__struct_encode_fields__)
    told = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in _rows("| `type` |")}
    for kind in Channel.__subclasses__():
        keys = set(kind.__struct_encode_fields__) - shared
        words = told.pop(str(kind.__struct_config__.tag))
        assert keys <= words, kind
        assert words - keys <= {"starttls", "tls", "none"}, kind
    assert told == {}


def test_the_files_are_valid() -> None:
    """What the page shows can be used."""
    (file,) = _examples("yaml")
    assert convert(yaml.safe_load(file), ConfigurationFile, "page").alerting.channels
    names: dict[str, Any] = {}
    exec(_examples("python")[0], names)  # noqa: S102 - it is our own
    assert settings_from(names["HEALTH_CHECK"], "page").alerting.channels


def test_the_code_runs() -> None:
    """But for its delivery."""
    source = _examples("python")[1]
    lines = [line for line in source.splitlines() if not line.startswith("alerting.")]
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102 - it is our own
    for name in re.findall(r"^alerting\.(\w+)\(", source, re.MULTILINE):
        assert callable(getattr(names["alerting"], name))


def test_the_channel_works() -> None:
    """It delivers, and says why it could not."""
    names: dict[str, Any] = {}
    exec(_examples("python")[2], names)  # noqa: S102 - it is our own
    (document,) = map(json.loads, _examples("json"))
    sent: list[str] = []
    names["PagerChannel"]("ops", sent.append).send_alert(document)
    assert sent == ["ops: firing: database/default is error no answer within 5 s"]
    with pytest.raises(AlertError, match="takes nothing now"):
        names["PagerChannel"]("ops", lambda _: False).send_alert(document)


def test_the_message_is_as_it_is_shown() -> None:
    """Key by key."""
    record = Record()
    for now, outcome in ((1, OK), (60, ERROR)):
        report = report_of(now, database=outcome)
        Settling().settle(record, report)
    alerts = hold(record, "a", Wishes(60, send_resolved=True), holder="a", now=60, patience=9)
    real = health_data_of(report, [alert.document for alert in alerts], "shop")
    (shown,) = map(json.loads, _examples("json"))
    assert shown["alerts"][0].keys() == real["alerts"][0].keys()  # type: ignore[index]
    assert shown["source"].keys() == real["source"].keys()  # type: ignore[attr-defined]
    assert shown.keys() <= real.keys()


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)[^)]*\)", PAGE))
def test_links(link: str) -> None:
    """Each leads to a page that there is."""
    assert link.startswith("https://") or (ROOT / "docs" / link).exists()
