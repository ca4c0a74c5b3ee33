"""Tells what a run of the checks of the host asks the kernel: a script that prints JSON.

It runs the checks some times and takes down the calls of the last of these runs: files that are
opened (the interpreter tells), files held open that are read again, filesystems, the load.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_KERNEL = ("/proc/", "/sys/")
_calls: list[tuple[str, str, int]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and str(arguments[0]).startswith(_KERNEL):
        _calls.append(("open", str(arguments[0]), 0))


def _heard(name: str, place: Callable[..., str]) -> None:
    """Put a function of ``os`` into another that takes down its calls."""
    call = getattr(os, name)

    def calling(*arguments: Any) -> Any:
        offset = arguments[2] if name == "pread" else 0
        _calls.append((name, place(*arguments), offset))
        return call(*arguments)

    setattr(os, name, calling)


def _path(descriptor: int, *_: object) -> str:
    path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
    return path.replace(f"/proc/{os.getpid()}/", "/proc/self/")


def main() -> None:
    """Run the checks and print."""
    sys.addaudithook(_hear)
    _heard("pread", _path)
    _heard("statvfs", os.fsdecode)
    _heard("getloadavg", str)
    # The checks take the functions when they are imported.
    from django_health.registry import SYSTEM_CHECKS, build_checks  # noqa: PLC0415
    from django_health.settings import HealthSettings  # noqa: PLC0415

    checks = [check for check in build_checks([], HealthSettings()) if check.name == "system"]
    if {check.part for check in checks} != set(SYSTEM_CHECKS):
        raise SystemExit("other checks of the host are built than there are")
    for _ in range(3):
        _calls.clear()
        for check in checks:
            check.check()
    print(json.dumps(_calls))  # noqa: T201


if __name__ == "__main__":
    main()
