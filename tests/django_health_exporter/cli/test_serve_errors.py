"""Whatever is wrong with a configuration is one line and exit code 2, before anything starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from django_health_exporter.cli.serve import serve

CANARY = "canary-pass"


def _check(tmp_path: Path, text: str, name: str = "a.yaml", **environ: str) -> str:
    """What ``--config.check`` complains of, which must be a single line that tells no secret."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return _said(f"--config.file={path}", **environ)


def _said(*arguments: str, **environ: str) -> str:
    cleared = {name: None for name in os.environ if name.endswith("_URL") or "DJANGO" in name}
    given = ["--config.check", *arguments]
    ended = CliRunner().invoke(serve, given, env={**cleared, **environ})
    assert isinstance(ended.exception, SystemExit)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert "canary" not in ended.stderr
    return ended.stderr


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("databases:\n  x:\n    password: *canary-pass\n", "a.yaml:3:15: anchors and aliases"),
        ("databases: {x: {password: &canary-pass }}", "a.yaml:1:27: anchors and aliases"),
        ("databases: {x: {password: !canary-pass }}", "a.yaml:1:27: tags are not taken"),
        ("databases: {x: {password: !!int canary-pass}}", "tags are not taken"),
        ("databases: {x: {password: %canary-pass}}", "a.yaml:1:27: a character is out of place"),
        ("databases: {x: {password: 2024-99-99}}", "a.yaml:1:27: looks like a number or a date"),
        ("databases: [canary-pass", "a.yaml:1:24: a bracket, comma or indentation"),
        ("--- canary-pass\n--- canary-pass\n", "a.yaml:2:1: there is more than one document"),
        ("{[canary-pass]: x}", "a.yaml:1:2: a key or a value cannot be understood"),
        ("a: \x07canary-pass", "a.yaml: a character at position 3 is none of a text"),
        ("[" * 3000, "a.yaml: is nested too deeply"),
        ("databases: &a {x: *a}", "anchors and aliases are not taken"),
        ("databases: {x: {engine: postgres://app:canary-pass@localhost/app}}", "x.engine: a URL"),
        ("databases: {x: {engine: canary-pass}}", "x.engine: unknown name, there are mariadb"),
        ("caches: {x: {backend: redis://:canary-pass@h, location: a}}", "x.backend: a URL"),
        (
            "databases: {x: {engine: postgresql, password:canary-pass}}",
            "databases.x: an unknown key (is there no space after its colon?), there are engine",
        ),
        ("databases: {password:canary-pass}", "databases.?: Expected `object`, got `null`"),
        ("databases: {x: {'`canary-pass` - at `$.databases`': 1}}", "databases.x: an unknown key"),
        (
            "password:canary-pass: {}",
            "an unknown key (is there no space after its colon?), there are alerting, caches",
        ),
        ("log: {level: postgres://canary-pass}", "log.level: Invalid enum value"),
        (
            'databases: {x: {engine: sqlite, password: "abc${canary}x"}}',
            "databases.x.password: ${...} names no environment variable that is set",
        ),
        ("a: {'x:canary-pass': '${NOT_SET}'}", "a.yaml: a.?: the environment variable 'NOT_SET'"),
        (
            "databases: {x: {engine: sqlite, name: a, password_file: canary-pass}}",
            "databases.x.password_file names a file that cannot be read (No such file",
        ),
        (
            'databases: {x: {engine: sqlite, name: a, password_file: "canary\\0pass"}}',
            "databases.x.password_file names a file that cannot be read (Invalid argument)",
        ),
        (
            "databases: {x: {engine: mysql, name: a, options: {ssl_mode: canary-pass}}}",
            "['x']['OPTIONS']: ssl_mode has to be one of",
        ),
        ('databases: {"\\ud800": {engine: sqlite, name: a}}', "has an alias that is not UTF-8"),
        ("django: {settings: 'postgres://app:canary-pass@h/db'}", "django.settings is no dotted"),
    ],
)
def test_nothing_that_may_be_a_password_is_repeated(
    tmp_path: Path, text: str, complaint: str
) -> None:
    """The place, and a sentence of our own."""
    assert complaint in _check(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("password = canary-pass", "a.toml:1:12: is not TOML"),
        ("[web]\n[web]\n", "a.toml:2:5: is not TOML"),
        ("a = {'canary-pass' = 1, 'canary-pass' = 2}", "is not TOML"),
        ("a = " + "9" * 5000, "a.toml: is not TOML"),
        ("a = " + "[" * 3000, "a.toml: is nested too deeply"),
    ],
)
def test_toml_is_not_repeated_either(tmp_path: Path, text: str, complaint: str) -> None:
    """Keys and values of a file that cannot be parsed stay out of the error."""
    assert complaint in _check(tmp_path, text, "a.toml")


def test_an_expanding_document_is_refused_at_once(tmp_path: Path) -> None:
    """Aliases of aliases would take time and memory beyond measure."""
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 30)]
    assert "a.yaml:1:5: anchors" in _check(tmp_path, "\n".join(lines))


@pytest.mark.timeout(20)
def test_a_pipe_as_password_file_is_refused(tmp_path: Path) -> None:
    """Nobody may write to it, and the program would wait for good."""
    pipe = tmp_path / "canary"
    os.mkfifo(pipe)
    text = f"databases: {{x: {{engine: sqlite, name: a, password_file: {pipe}}}}}"
    assert "x.password_file names something that is no regular file" in _check(tmp_path, text)
    assert "DATABASE_URL_FILE names something that is no" in _said(DATABASE_URL_FILE=str(pipe))


@pytest.mark.parametrize("url", ["dbcache://t", "postgres://app@h/db"])
def test_what_only_making_the_check_can_find(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure of whatever kind is told by its type and place alone."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("django_health_exporter.configuration.checks.build_checks", fail)
    said = _said(CACHE_URL=url) if "cache" in url else _said(DATABASE_URL=url)
    assert "the configuration cannot be used: RuntimeError at test_serve_errors.py:" in said


def test_a_custom_check_that_is_not_there(tmp_path: Path) -> None:
    """The setting, the path and what is missing are told."""
    said = _check(tmp_path, "custom_checks: [shop_not_here.health.Payments]")
    assert "custom_checks: 'shop_not_here.health.Payments': there is no module" in said


def test_end_of_the_program_by_what_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code of the project that calls sys.exit() says nothing, and the exit code is 2."""

    def leave(*_: object, **__: object) -> None:
        raise SystemExit(CANARY)

    monkeypatch.setattr("django_health_exporter.configuration.checks.build_checks", leave)
    assert "SystemExit at" in _said()
