"""All that a doctor looks at, together."""

from __future__ import annotations

from pathlib import Path

from django_health.doctor.examination import examined, unexamined
from django_health.doctor.finding import Finding, Level
from django_health.result import Reason, Status
from django_health.settings import HealthSettings, settings_from
from django_health.targets import MemcachedTarget
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
