"""The command that writes rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from live_exporter.command import run_command

ROOT = Path(__file__).parents[3]


def test_a_folder(tmp_path: Path) -> None:
    """Without flags the files are those of the project, to the byte."""
    run = run_command(tmp_path, "rules", "--output=made")
    assert (run.returncode, run.stderr) == (0, "")
    ours = sorted((ROOT / "deploy" / "prometheus" / "rules").glob("*.yaml"))
    assert run.stdout.splitlines() == [f"made/{path.name}" for path in ours]
    for path in ours:
        assert (tmp_path / "made" / path.name).read_bytes() == path.read_bytes()


def test_one_stream(tmp_path: Path) -> None:
    """Narrowed to a job, with another number, and nothing beside it on stdout."""
    run = run_command(tmp_path, "rules", "--job=shop", "--threshold=queue_length=1000")
    assert (run.returncode, run.stderr) == (0, "")
    groups = yaml.safe_load(run.stdout)["groups"]
    exprs = {rule["alert"]: rule["expr"] for g in groups for rule in g["rules"] if "alert" in rule}
    assert exprs["DjangoHealthCeleryQueueBacklog"] == (
        'django_health_celery_queue_length{job="shop"} > 1000\n'
        'and deriv(django_health_celery_queue_length{job="shop"}[15m]) > 0'
    )
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_line(tmp_path: Path) -> None:
    """As of all commands."""
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-W", "error", "-m", "django_health_exporter", "rules"],
            cwd=tmp_path,
            env={},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr == "Error: the answer cannot be written: No space left on device\n"
