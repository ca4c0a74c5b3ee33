"""What ``docs/django.md`` says, held against the code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from django_health import urls
from django_health.settings import HealthSettings, settings_from
from django_health.settings.variables import ENVIRONMENT

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "django.md").read_text(encoding="utf-8")

WITHOUT_VARIABLES_HERE = {"thresholds", "timeouts", "custom_checks", "required_env"}
"""The settings whose variables the page of the configuration tells."""


def _blocks(name: str) -> list[str]:
    """The pieces of Python that are to stand in a file."""
    return re.findall(rf"```python\n# {name}\n(.*?)```", PAGE, re.DOTALL)


def _run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "docs/django.md", "exec"), names)  # noqa: S102 - the page is ours
    return names


def _rows(section: str) -> list[list[str]]:
    """The rows of the tables below a heading, without the heads."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [line.split(" | ") for line in lines if not line.startswith(("---", "key"))]


def test_the_table_has_each_key() -> None:
    """Every key of ``HEALTH_CHECK`` is there once, and no other."""
    keys = [row[0].strip("`").lower() for row in _rows("Settings")]
    assert sorted(keys) == sorted(HealthSettings.__struct_fields__)


def test_the_defaults_of_the_table() -> None:
    """They are those of the code."""
    for key, default, _ in _rows("Settings"):
        if "…" not in default:
            name = key.strip("`")
            said = settings_from({name: eval(default.strip("`"))}, "docs/django.md")  # noqa: S307
            assert said == HealthSettings(), name


def test_the_thresholds_of_the_table() -> None:
    """The numbers in words are those of the code."""
    (row,) = (row for row in _rows("Settings") if row[0] == "`THRESHOLDS`")
    thresholds = HealthSettings().thresholds
    cpu = thresholds.cpu
    assert f'{{"warning": {cpu.warning:g}, "critical": {cpu.critical:g}}}' in row[1]
    for name in ("memory", "disk"):
        level = getattr(thresholds, name)
        assert f"`{name}` ({level.warning:g}, {level.critical:g})" in row[2]


def test_the_variables() -> None:
    """Those of the views are all named, and none that there is not."""
    named = set(re.findall(r"`(HEALTH_[A-Z_]+)`", PAGE)) - {"HEALTH_CHECK"}
    expected = {
        variable for variable, (key, *_) in ENVIRONMENT.items() if key not in WITHOUT_VARIABLES_HERE
    }
    assert named == expected


def test_the_settings_can_be_used() -> None:
    """Each piece of a settings module is one, and its ``HEALTH_CHECK`` is valid."""
    pieces = [_run(source) for source in _blocks("settings.py")]
    assert ["django_health" in piece["INSTALLED_APPS"] for piece in pieces[:1]] == [True]
    (health,) = (piece["HEALTH_CHECK"] for piece in pieces if "HEALTH_CHECK" in piece)
    assert settings_from(health, "docs/django.md").timeouts.database == 2


SITE = """
import json
import sys

import django
from django.conf import settings
from django.test import Client

pieces = json.load(sys.stdin)
names = {}
for piece in pieces["settings.py"]:
    exec(piece, names)
chosen = {key: value for key, value in names.items() if key.isupper()}
chosen |= {"ROOT_URLCONF": "__main__", "ALLOWED_HOSTS": ["testserver"]}
settings.configure(**chosen)
django.setup()
for piece in pieces["urls.py"] + pieces["views.py"]:
    exec(piece, globals())
urlpatterns.append(path("shop/", ShopHealthView.as_view()))
client = Client(REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="192.0.2.1, 10.0.0.9, 10.0.0.3")
answers = {at: client.get(at) for at in ("/health/", "/health/detailed/", "/shop/")}
print(json.dumps({at: answer.json() for at, answer in answers.items()}))
"""
"""A site made of the page's pieces, asked through the proxies that its settings trust."""


def test_the_pieces_make_a_site() -> None:
    """Copied as they stand, they answer."""
    pieces = {name: _blocks(name) for name in ("settings.py", "urls.py", "views.py")}
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", SITE],
        input=json.dumps(pieces),
        env={key: text for key, text in os.environ.items() if not key.startswith("HEALTH_")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert set(answers["/health/"]) == {"status", "timestamp", "response_time"}
    assert "checks" in answers["/health/detailed/"]
    payments = answers["/shop/"]["checks"]["payments"]
    assert (payments["status"], payments["pending"]) == ("ok", 3)


def test_the_paths_of_the_table() -> None:
    """Names and paths are those of the code."""
    rows = re.findall(r"^\| `/health/(\S*)` \| `django_health:(\w+)` \|", PAGE, re.MULTILINE)
    named = {(str(pattern.pattern), pattern.name) for pattern in urls.urlpatterns if pattern.name}
    assert set(rows) == named


def test_the_probe_waits_longer_than_the_checks() -> None:
    """With the default time limits, and in the text with those that it lowers."""
    (example,) = re.findall(r"timeoutSeconds: (\d+)\n", PAGE)
    assert float(example) > _longest(HealthSettings()) + 0.5
    shorter, lowered = re.findall(r'one, like (\d+), lower .*: `("TIMEOUTS": .*?})`', PAGE)[0]
    said = settings_from(json.loads(f"{{{lowered}}}"), "docs/django.md")
    assert float(shorter) > _longest(said) + 0.5


def _longest(settings: HealthSettings) -> float:
    limits: dict[str, float] = msgspec.structs.asdict(settings.timeouts)
    return max(limits.values())


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", PAGE))
def test_links(link: str) -> None:
    """Each leads to a page that there is."""
    assert (ROOT / "docs" / link).exists()
