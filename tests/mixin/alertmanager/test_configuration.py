"""Alertmanager takes the shipped configuration, and sends each alert where it belongs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from amtools import Amtool, amtools
from documented_metrics import documented
from mixin.rules.rule import Severity
from mixin.rules.table import FILES
from shipped_alertmanager import FILE, FOLDER, SECRETS, TELEGRAM_SINCE, text_with_telegram

TEXT = FILE.read_text(encoding="utf-8")
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
CONFIGURATION: dict[str, Any] = yaml.safe_load(text_with_telegram())
RECEIVERS = {
    Severity.CRITICAL: "pager",
    Severity.WARNING: "chat",
    Severity.INFO: "nobody",
    Severity.NONE: "dead-mans-switch",
}
ALERTS = [alert for file in FILES for alert in file.alerts]
WATCHDOG = "DjangoHealthWatchdog"
PAYLOAD_SINCE = (0, 32)

every_amtool = pytest.mark.parametrize("amtool", amtools(), ids=str)


def _checked(amtool: Amtool, text: str, folder: Path) -> None:
    """Amtool takes a changed configuration, with its templates."""
    file = folder / "alertmanager.yml"
    file.write_text(text.replace("templates/*", f"{FOLDER}/templates/*"), encoding="utf-8")
    checked = amtool.run("check-config", file)
    assert checked.returncode == 0, checked.stdout


@every_amtool
def test_it_is_valid(amtool: Amtool) -> None:
    """As it is, with all of its templates."""
    checked = amtool.run("check-config", FILE)
    assert checked.returncode == 0, checked.stdout
    assert "1 templates" in checked.stdout


@every_amtool
def test_what_is_for_newer_versions_is_valid_there(amtool: Amtool, tmp_path: Path) -> None:
    """What is in comments can be used from the version on that stands beside it."""
    if amtool.version >= TELEGRAM_SINCE:
        text = re.sub(r"^( +- )url: .*\n +# (url_file: \S+).*$", r"\1\2", TEXT, flags=re.MULTILINE)
        assert len(re.findall(r"- url_file", text)) == 2
        _checked(amtool, text, tmp_path)
        _checked(amtool, text_with_telegram(), tmp_path)
    if amtool.version >= PAYLOAD_SINCE:
        text = TEXT.replace("# payload: {", "payload: {")
        assert text != TEXT
        _checked(amtool, text, tmp_path)


@every_amtool
@pytest.mark.parametrize("severity", Severity)
def test_each_severity_has_its_receiver(amtool: Amtool, severity: Severity) -> None:
    """The first alert of a severity, Watchdog included, reaches its receiver and no other one."""
    alert = next(alert for alert in ALERTS if alert.severity is severity)
    labels = [f"alertname={alert.name}", f"severity={severity}", "job=shop"]
    routes = f"--verify.receivers={RECEIVERS[severity]}"
    told = amtool.run("config", "routes", "test", f"--config.file={FILE}", routes, *labels)
    assert told.returncode == 0, told.stdout


def test_routes_tell_alerts_apart_by_their_severity_alone() -> None:
    """But for the watchdog; so what holds for one alert holds for all of its severity."""
    matchers = [
        matcher for below in CONFIGURATION["route"]["routes"] for matcher in below["matchers"]
    ]
    of_names = [matcher for matcher in matchers if not matcher.startswith("severity=")]
    assert of_names == [f'alertname="{WATCHDOG}"']
    assert [alert.name for alert in ALERTS if alert.severity is Severity.NONE] == [WATCHDOG]


def _lowered() -> str:
    """Return the configuration with the page's routes for what is not critical."""
    (routes,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    place = "    - matchers: ['severity=\"critical\"']\n"
    assert TEXT.count(place) == 1
    return TEXT.replace(place, routes + place)


@every_amtool
@pytest.mark.parametrize(
    ("receiver", "told"),
    [
        ("chat", "DjangoHealthCheckDown component=celery check=celery"),
        ("chat", "DjangoHealthCeleryNoWorkers component=celery"),
        ("chat", "DjangoHealthErrorBudgetBurn component=celery check=celery window=6h"),
        ("chat", "DjangoHealthCacheDown component=cache cache=sessions"),
        ("chat", "DjangoHealthHttpDown component=http endpoint=payments"),
        ("chat", "DjangoHealthCertificateExpiry component=endpoint endpoint=payments"),
        ("pager", "DjangoHealthCacheDown component=cache cache=default"),
        ("pager", "DjangoHealthHttpDown component=http endpoint=search"),
        ("pager", "DjangoHealthCheckDown component=http check=http"),
        ("pager", "DjangoHealthDatabaseDown component=database database=default"),
    ],
)
def test_what_is_not_critical_goes_where_the_page_says(
    amtool: Amtool, receiver: str, told: str, tmp_path: Path
) -> None:
    """With the routes that are to be copied, alerts of these things wake nobody, and no others."""
    _checked(amtool, _lowered(), tmp_path)
    file = f"--config.file={tmp_path / 'alertmanager.yml'}"
    labels = [f"alertname={told}".split(), ["severity=critical", "job=shop", "instance=app-1"]]
    routes = f"--verify.receivers={receiver}"
    sent = amtool.run("config", "routes", "test", file, routes, *labels[0], *labels[1])
    assert sent.returncode == 0, sent.stdout


@every_amtool
def test_alerts_of_others_are_not_lost(amtool: Amtool) -> None:
    """What has no severity that is known here goes to the chat."""
    routes = ["config", "routes", "test", f"--config.file={FILE}", "--verify.receivers=chat"]
    assert amtool.run(*routes, "alertname=Other", "severity=page").returncode == 0
    assert amtool.run(*routes, "alertname=Other", "severity=critical").returncode == 1


def test_messages_repeat_no_faster_than_groups_are_looked_at() -> None:
    """A repeat interval below that of the group is never kept."""
    route = CONFIGURATION["route"]
    for below in [route, *route["routes"]]:
        whole = route | below
        assert _seconds(whole["repeat_interval"]) >= _seconds(whole["group_interval"])


def _seconds(text: str) -> int:
    return int(text[:-1]) * {"s": 1, "m": 60, "h": 3600}[text[-1]]


def _settings(value: Any, path: tuple[str, ...] = ()) -> Any:
    """Yield each setting with the keys that lead to it."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _settings(below, (*path, key))
    elif isinstance(value, list):
        for below in value:
            yield from _settings(below, path)
    else:
        yield path, value


def test_secrets_are_in_files_alone() -> None:
    """Whatever may be a secret is the name of a file, and that file is in the page's table."""
    files = set()
    for path, value in _settings(CONFIGURATION):
        if re.search("password|token|secret|credentials|api_url|api_key|routing_key", path[-1]):
            assert path[-1].endswith("_file"), path
            assert str(value).startswith(f"{SECRETS}/"), path
            files.add(str(value).rpartition("/")[2])
    files |= set(re.findall(rf"# url_file: {SECRETS}/(\S+)", TEXT))
    assert set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE)) == files


def test_every_channel_tells_of_the_end() -> None:
    """All but the dead man's switch, for which an end would be a sign of life."""
    for receiver in CONFIGURATION["receivers"]:
        for kind, channels in receiver.items():
            for channel in channels if kind.endswith("_configs") else []:
                assert channel["send_resolved"] is (receiver["name"] != "dead-mans-switch")


def test_inhibitions_name_alerts_that_there_are() -> None:
    """Each matcher of a name matches an alert of the rules."""
    names = {alert.name for alert in ALERTS}
    for rule in CONFIGURATION["inhibit_rules"]:
        for matcher in rule["source_matchers"] + rule["target_matchers"]:
            match = re.fullmatch(r'alertname(=~?|!=|!~)"(.+)"', matcher)
            if match:
                assert any(re.fullmatch(match[2], name) for name in names), matcher
            for part in re.findall(r"\(([^)]+)\)", matcher):
                for word in part.split("|"):
                    assert any(re.search(word, name) for name in names), word


def test_every_label_is_told_or_left_out_on_purpose() -> None:
    """Messages tell all labels by which things of the project differ."""
    words = (FOLDER / "templates" / "words.tmpl").read_text(encoding="utf-8")
    told, silenced = re.findall(r'match "\^\(([a-z|]+)\)\$" \.Name', words)
    assert silenced == f"alertname|severity|job|{told}"
    labels = {label for metric in documented().values() for label in metric.labels}
    left_out = {
        "backend", "engine", "fstype", "generation", "implementation", "journal_mode", "major",
        "minor", "mode", "part", "patchlevel", "python_version", "version",
    }  # fmt: skip
    assert labels - set(told.split("|")) == left_out
