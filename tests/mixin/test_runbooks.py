"""Each alert has its page, which whoever is woken up can follow."""

from __future__ import annotations

import pytest

from mixin.rules.rule import RUNBOOKS, Severity
from mixin.rules.table import FILES
from promtools import ROOT
from runbook import Runbook

ALERTS: dict[str, list[Severity]] = {}
for alert in (alert for file in FILES for alert in file.alerts):
    ALERTS.setdefault(alert.name, []).append(alert.severity)

GOOD = """# DjangoHealthExample

Severity warning: it has been so for five minutes. A critical one does not exist.

## Meaning

`django_health_database_up` is 0, and others of `django_health_database_*`.

## Impact

Requests fail.

## Diagnosis

```promql
# which
django_health_database_up == 0
rate(django_health_database_commits_total[5m])
```

```sh
## no heading
python -c 'import django_health'
```

## Mitigation

Start it.
"""


@pytest.mark.parametrize("name", ALERTS)
def test_every_alert_has_its_page(name: str) -> None:
    """It says what it is about, and names nothing that is not there."""
    page = ROOT / RUNBOOKS / f"{name}.md"
    assert page.exists(), f"{page.relative_to(ROOT)} is missing"
    runbook = Runbook(name, page.read_text(encoding="utf-8"))
    assert list(runbook.findings(ALERTS[name])) == []


def test_no_page_is_left_over() -> None:
    """A page is of an alert."""
    pages = {path.stem for path in (ROOT / RUNBOOKS).glob("*.md")} - {"README"}
    assert pages <= set(ALERTS)


def test_a_good_page_has_no_findings() -> None:
    """Else a bad one would say nothing."""
    assert list(Runbook("DjangoHealthExample", GOOD).findings([Severity.WARNING])) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("# DjangoHealthExample", "# DjangoHealthOther", "the title is not DjangoHealthExample"),
        ("warning", "critical", "the head does not say warning"),
        ("Severity warning", "Severity info, or warning", "the head says info"),
        ("## Impact", "## Effect", "the sections are Meaning, Effect, Diagnosis, Mitigation"),
        ("## Impact\n", "### Impact\n", "the sections are Meaning, Diagnosis, Mitigation"),
        ("Requests fail.\n", "", "Impact is empty"),
        ("`django_health_database_up`", "`django_health_database_down`", "is no metric"),
        (
            "`django_health_database_*`",
            "`django_health_base_*`",
            "django_health_base_ is no metric",
        ),
        ("rate(django_health_database_commits_total", "rate(process_commits_total", "is no metric"),
        ("up == 0\n", "up =\n", "'django_health_database_up ='"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(old: str, new: str, finding: str) -> None:
    """Each kind of fault is told."""
    page = Runbook("DjangoHealthExample", GOOD.replace(old, new))
    assert finding in "\n".join(page.findings([Severity.WARNING]))
