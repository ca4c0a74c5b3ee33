"""All that a doctor looks at, together."""

from __future__ import annotations

from pathlib import Path

from django_health.doctor.examination import examined, unexamined
from django_health.doctor.finding import Finding, Level
from django_health.result import Reason, Status
from django_health.settings import HealthSettings, settings_from
from django_health.targets import MemcachedTarget, SQLiteTarget
from live_servers import free_port
from sample_checks import report_of, result_of

OTHER = Finding(Level.NOTE, "web", "anybody")


def test_everything_is_looked_at(tmp_path: Path) -> None:
    """The answers, the ways, the files; others' findings come first."""
    password = tmp_path / "password"
    password.touch(0o644)
    password.chmod(0o644)
    port = free_port()
    target = MemcachedTarget("a", "mem", f"127.0.0.1:{port}", ("127.0.0.1", port))
    label = f"cache/a/127.0.0.1:{port}"
    ill = result_of("cache", "a", f"127.0.0.1:{port}", status=Status.ERROR, reason=Reason.REFUSED)
    smtp = {"m": {"host": "h", "user": "u", "password_file": str(password)}}
    settings = settings_from({"smtp": smtp}, "here")
    found = examined(report_of(ill), [target], [], settings, [OTHER])
    assert found.findings[0] is OTHER
    by_place = {finding.place: finding for finding in found.findings}
    assert "nothing listens" in by_place[label].what
    assert "the password of smtp/m" in by_place[str(password)].what
    assert found.exit_code == 2
    assert "Python" in found.versions


def test_files_of_alert_channels(tmp_path: Path) -> None:
    """Tokens and URLs that everybody may read, as HEALTH_CHECK names them."""
    names = ("token", "urls", "secret", "password")
    for name in names:
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    channels = {
        "chat": {"type": "telegram", "chat": 1, "token_file": str(tmp_path / "token")},
        "any": {"type": "apprise", "urls_file": str(tmp_path / "urls")},
        "hook": {"type": "webhook", "url": "http://h", "secret_file": str(tmp_path / "secret")},
        "own": {
            "type": "custom",
            "class": "a.B",
            "options": {"password_file": str(tmp_path / "password")},
        },
    }
    settings = settings_from({"alerting": {"channels": channels}}, "here")
    found = examined(report_of(), [], [], settings).findings
    told = {finding.place: finding.what for finding in found}
    assert set(told) >= {str(tmp_path / name) for name in names}
    assert "the token of the alert channel chat" in told[str(tmp_path / "token")]


def test_a_missing_file_of_sqlite(tmp_path: Path) -> None:
    """It has no server whose log could be looked into."""
    ill = result_of("database", "lite", status=Status.ERROR, reason=Reason.UNAVAILABLE)
    target = SQLiteTarget("lite", "", name=f"{tmp_path}/a.db")
    (finding,) = [
        one
        for one in examined(report_of(ill), [target], [], HealthSettings()).findings
        if one.place == "database/lite"
    ]
    assert str(tmp_path / "a.db") in finding.what
    assert "log" not in finding.remedy


def test_nothing_to_watch_is_missing() -> None:
    """Whoever forgot the settings is told what to set."""
    found = examined(report_of(result_of("system", "", "cpu")), [], [], HealthSettings())
    assert found.findings[0].place == "settings"
    assert "DJANGO_SETTINGS_MODULE" in found.findings[0].remedy
    assert found.exit_code == 1


def test_without_a_configuration() -> None:
    """What can be said is said."""
    found = unexamined([OTHER])
    assert found.findings[0] is OTHER
    assert "Python" in found.versions
