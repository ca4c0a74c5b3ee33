"""What a program has imported, told by a fresh interpreter, in which no test was before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import django_health

_FOLDER = str(Path(django_health.__file__).parent.parent)
_TOLD = "\nimport json, sys; print(json.dumps(sorted(m.partition('.')[0] for m in sys.modules)))"


def imported_by(program: str, environ: Mapping[str, str] | None = None) -> set[str]:
    """Run a program of Python and return the top-level modules that it has imported.

    Args:
        program: Its text.
        environ: The whole of its environment besides ``PATH``.
    """
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {_FOLDER!r})\n{program}{_TOLD}"],
        env={"PATH": os.environ.get("PATH", os.defpath), **(environ or {})},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(run.stdout))
