"""Who knows the credentials of a scene: the daemon, and a process that uses the library.

They are asked for all that they show, as often as wanted, and stay the same processes meanwhile.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import canary_secrets
from canary_secrets.daemon_outputs import LOG, outputs_of
from canary_secrets.form import Form
from canary_secrets.scene import Scene
from descriptor_limit import exhausted
from live_exporter import Exporter
from server_faults.standing import Standing

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

    def untrue(self, expected: Mapping[Form, Collection[str]]) -> dict[str, str]:
        """The forms that did not meet their fault: what they show would prove nothing.

        Args:
            expected: The reasons that the health may give of each form; an empty one for none.
        """
        told = {form: self._reason(form) for form in expected if form.component}
        return {form.name: reason for form, reason in told.items() if reason not in expected[form]}

    def _reason(self, form: Form) -> str:
        found = self.health["checks"][form.component]
        if "targets" in found:
            found = found["targets"][form.alias or form.name]
        # A broker is well that tells of its workers; these tests have none.
        is_well = found.get("message", "").startswith("no worker ")
        return "" if is_well else str(found.get("reason", ""))


class Player:
    """Both processes; a context manager that starts them and ends them.

    Args:
        scene: What they know.
        log_format: Of the daemon.
    """

    def __init__(self, scene: Scene, log_format: str) -> None:
        self._scene = scene
        arguments = [*scene.arguments(), f"--log.format={log_format}", "--log.level=debug"]
        environ = {**scene.environ, "CANARY_DAEMON": "1"}
        self.exporter = self._asked = Exporter(scene.folder, arguments, environ)
        self._errors = scene.folder / "library.log"
        self._told: dict[str, int] = {}
        self._library: subprocess.Popen[bytes] | None = None

    @property
    def library(self) -> subprocess.Popen[bytes]:
        """The process that uses the library."""
        if self._library is None:
            raise RuntimeError("the library's process was not started")
        return self._library

    def show(self) -> Collected:
        """Return all that both show now."""
        with ThreadPoolExecutor(1) as pool:
            library = pool.submit(self._library_outputs)
            outputs = outputs_of(self._asked)
            outputs |= library.result()
        _, _, body = outputs[_DETAILED].partition(b"\n")
        return Collected(outputs | self.written(), json.loads(body))

    def written(self) -> dict[str, bytes]:
        """What both have written since this was asked before; also when they have ended."""
        texts = {LOG: self.exporter.log.encode(), "library: stderr": self._errors.read_bytes()}
        new = {name: text[self._told.get(name, 0) :] for name, text in texts.items()}
        self._told = {name: len(text) for name, text in texts.items()}
        return new

    @contextmanager
    def exhausted(self) -> Iterator[None]:
        """Let neither open anything more; the daemon is asked on connections that stand."""
        with Standing(self.exporter) as standing:
            for _ in range(9):
                standing.get("/-/healthy")  # a connection stands when it was used once
            with exhausted(self.exporter.process.pid), exhausted(self.library.pid):
                self._asked = standing
                yield
            self._asked = self.exporter

    def __enter__(self) -> Self:
        self._library = self._start_library()
        try:
            self.exporter.start()
        except BaseException:
            self._end_library()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.exporter.__exit__()
        finally:
            self._end_library()

    def _start_library(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join((str(_SUPPORT), str(self._scene.folder)))
        with self._errors.open("wb") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "canary_secrets.library_outputs", "exporter.yaml"],
                cwd=self._scene.folder,
                env={**self._scene.variables(), "PYTHONPATH": path},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )

    def _library_outputs(self) -> dict[str, bytes]:
        asking, answering = self.library.stdin, self.library.stdout
        assert asking is not None
        assert answering is not None
        asking.write(b"\n")
        asking.flush()
        readable, _, _ = select.select([answering], [], [], _DEADLINE)
        line = answering.readline() if readable else b""
        if not line:
            raise RuntimeError(f"the library's process failed:\n{self._errors.read_text()}")
        return {f"library: {name}": text.encode() for name, text in json.loads(line).items()}

    def _end_library(self) -> None:
        try:
            self.library.communicate(timeout=_DEADLINE)  # the end of its input ends it
        except subprocess.TimeoutExpired:
            self.library.kill()
            self.library.communicate()
            raise
