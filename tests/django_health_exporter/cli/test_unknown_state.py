"""What becomes of ``check`` where nothing could be asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from django_health_exporter.cli.check import check
from django_health_exporter.cli.leaving import to_stderr
from django_health_exporter.cli.unknown_state import give_up_in
from live_exporter import run_command, run_in_shell

HANGING = "import time\ntime.sleep(100)\n"


def _run(arguments: list[str]) -> Result:
    """What comes of the command; a settings module that it names is forgotten."""
    return CliRunner().invoke(check, arguments, env={"DJANGO_SETTINGS_MODULE": None})


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nope"],
        ["--only"],
        ["--timeout=never"],
        ["--only=nothing"],
        ["--config.file=none.yaml"],
    ],
)
def test_a_mistake_is_2_and_for_a_plugin_unknown(arguments: list[str]) -> None:
    """One line, on stderr or where a monitoring system looks for it."""
    usual = _run(arguments)
    assert (usual.exit_code, usual.stdout) == (2, "")
    assert usual.stderr.startswith("Error: ")
    for form in (["--format=nagios"], ["--format", "nagios"]):
        plugin = _run([*form, *arguments])
        assert (plugin.exit_code, plugin.stderr) == (3, "")
        assert plugin.stdout.startswith("HEALTH UNKNOWN: ")
        assert len(plugin.stdout.splitlines()) == len(usual.stderr.splitlines()) == 1


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    """In a process of their own: in the tests' process Django may be configured already."""
    arguments = ["check", "--django.settings=none_there"]
    usual = run_command(tmp_path, *arguments)
    assert (usual.returncode, usual.stdout) == (2, "")
    assert usual.stderr.startswith("Error: ")
    plugin = run_command(tmp_path, *arguments, "--format=nagios")
    assert (plugin.returncode, plugin.stderr) == (3, "")
    assert plugin.stdout.startswith("HEALTH UNKNOWN: ")
    assert len(plugin.stdout.splitlines()) == len(usual.stderr.splitlines()) == 1


@pytest.mark.parametrize("form", ["table", "nagios"])
def test_a_failure_of_the_command_itself_is_unknown(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is, by its type and place alone: 1 would be a warning."""

    def fail(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("django_health_exporter.cli.check.ask", fail)
    ended = _run(["--only=system", f"--format={form}"])
    assert ended.exit_code == 3
    assert "the check itself failed: RuntimeError at test_unknown_state.py:" in ended.output
    assert "canary" not in ended.output


def test_a_url_is_not_repeated_to_the_monitoring_system() -> None:
    """Wherever it was put."""
    url = "postgres://shop:canary@db/shop"
    for arguments in ([url], [f"--only={url}"], [f"--config.file={url}"], [f"--timeout={url}"]):
        ended = _run(["--format=nagios", *arguments])
        assert ended.exit_code == 3
        assert "canary" not in ended.output


def test_a_configuration_that_hangs(capfd: pytest.CaptureFixture[str]) -> None:
    """Is told where the others are."""
    assert give_up_in("nagios")("it hangs") == 3
    assert give_up_in("json") is to_stderr
    assert capfd.readouterr() == ("HEALTH UNKNOWN: it hangs\n", "")


def test_settings_that_hang_do_not_keep_a_plugin(tmp_path: Path) -> None:
    """Its real stdout has the line, although printing goes elsewhere meanwhile."""
    (tmp_path / "hanging.py").write_text(HANGING, encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(
        "import django_health_exporter.cli.leaving as it\n"
        "it.bounded_reading.__wrapped__.__kwdefaults__ = None\n"
        "it.bounded_reading.__wrapped__.__defaults__ = (it.to_stderr, 0.5, it._leave)\n"
    )
    run = run_command(
        tmp_path,
        "check",
        "--format=nagios",
        DJANGO_SETTINGS_MODULE="hanging",
        PYTHONPATH=str(tmp_path),
    )
    assert (run.returncode, run.stderr) == (3, "")
    assert run.stdout.startswith("HEALTH UNKNOWN: the configuration was not read within 0.5 s")


def test_a_mistake_that_cannot_be_told(tmp_path: Path) -> None:
    """A plugin is unknown all the same."""
    code, complaint = run_in_shell(tmp_path, "check --format=nagios --nope", ">/dev/full")
    assert (code, complaint) == (3, "")
