"""All outputs of one group of forms under one fault: of its daemon and of the library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import canary_secrets
from canary_secrets.daemon_outputs import LOG, outputs_of
from canary_secrets.scene import Scene
from live_exporter import Exporter

_SUPPORT = Path(canary_secrets.__file__).parent.parent
_DEADLINE = 100.0
_DETAILED = "detailed"


@dataclass(frozen=True)
class Collected:
    """What was shown.

    Attributes:
        outputs: By name.
        health: The detailed document of the daemon.
    """

    outputs: Mapping[str, bytes]
    health: Mapping[str, Any]

    def reason(self, component: str, alias: str) -> str:
        """Why the health says that something fails; empty where it works."""
        found = self.health["checks"][component]
        targets = found.get("targets")
        return str((found if targets is None else targets[alias]).get("reason", ""))


def collect(scene: Scene, log_format: str) -> Collected:
    """Start the daemon and the library's process at once, and return all that they show."""
    arguments = scene.arguments()
    with ThreadPoolExecutor(1) as pool:
        library = pool.submit(_library, scene)
        # From the main thread, whose end a daemon would not outlive.
        outputs = _daemon(scene, [*arguments, f"--log.format={log_format}", "--log.level=debug"])
        outputs |= library.result()
    _, _, body = outputs[_DETAILED].partition(b"\n")
    return Collected(outputs, json.loads(body))


def _daemon(scene: Scene, arguments: list[str]) -> dict[str, bytes]:
    environ = {**scene.environ, "CANARY_DAEMON": "1"}
    with Exporter(scene.folder, arguments, environ) as exporter:
        outputs = outputs_of(exporter)
    return {**outputs, LOG: exporter.log.encode()}


def _library(scene: Scene) -> dict[str, bytes]:
    path = os.pathsep.join((str(_SUPPORT), str(scene.folder)))
    ended = subprocess.run(
        [sys.executable, "-m", "canary_secrets.library_outputs", "exporter.yaml"],
        cwd=scene.folder,
        env={**scene.variables(), "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_DEADLINE,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(f"the library's process failed:\n{ended.stderr.decode()}")
    outputs = {f"library: {name}": text.encode() for name, text in json.loads(ended.stdout).items()}
    return {**outputs, "library: stderr": ended.stderr}
