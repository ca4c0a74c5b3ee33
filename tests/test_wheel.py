"""The wheel has what its commands write, and nothing of what makes it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

WITHOUT = ("grafana_foundation_sdk", "mixin", "promql_parser")
"""What makes the files is no part of what is installed."""

PROGRAM = """
import sys
sys.modules |= dict.fromkeys({without!r})
import django_health_exporter
assert django_health_exporter.__file__.startswith({place!r}), django_health_exporter.__file__
from django_health_exporter.cli import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", *isolation, "-w", folder, ROOT],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


def _run(installed: Path, directory: Path, *arguments: str) -> str:
    program = PROGRAM.format(without=WITHOUT, place=str(installed))
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        cwd=directory,
        env={"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_packages(installed: Path) -> None:
    """The two, and no other."""
    packages = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert packages == {"django_health", "django_health_exporter"}


@pytest.mark.parametrize(
    ("command", "folder", "ending"),
    [("rules", "deploy/prometheus/rules", "yaml"), ("dashboards", "grafana/dashboards", "json")],
)
def test_what_is_carried(
    installed: Path, tmp_path: Path, command: str, folder: str, ending: str
) -> None:
    """The committed files, to the byte; with flags other ones."""
    _run(installed, tmp_path, command, "--output=made")
    ours = {path.name: path.read_bytes() for path in (ROOT / folder).glob(f"*.{ending}")}
    assert {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()} == ours
    flags = ["--job=shop", "--threshold=queue_length=1234"]
    _run(installed, tmp_path, command, "--output=made", *flags)
    texts = "".join(path.read_text() for path in (tmp_path / "made").iterdir())
    assert "1234" in texts
    assert "shop" in texts


def test_the_thresholds(installed: Path, tmp_path: Path) -> None:
    """They are listed."""
    assert "connections_warning" in _run(installed, tmp_path, "rules", "--list-thresholds")
