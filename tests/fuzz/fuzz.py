"""Has a coverage-guided fuzzer invent inputs for the parsers: ``make fuzz``.

The fuzzer is Atheris (libFuzzer for Python). Each target runs in a process of its own, for a
bounded time and with a fixed seed, and starts from what is in ``corpus/``. What it finds is kept in
the folder of the run, and nothing of it is committed: of a finding a small input goes into
``corpus/`` by hand, where every test run replays it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))

_LAST = re.compile(
    rb"#(?P<runs>\d+)\s+(?:DONE|pulse|NEW|REDUCE|INITED|RELOAD)\s+cov: (?P<edges>\d+) "
    rb"ft: (?P<features>\d+) corp: (?P<inputs>\d+)"
)
_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_.-]{2,40}")
_LIMITS = ("-timeout=10", "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=1")
"""An input may take ten seconds and all of them together a gigabyte, on any machine."""


class Figures(NamedTuple):
    """How far a target came."""

    target: str
    runs: int
    edges: int
    inputs: int
    is_good: bool


def main() -> int:
    """Fuzz the targets that are named, or all; return 1 where one of them found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="default: all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(".run/fuzz"))
    parser.add_argument("--alone", action="store_true", help="fuzz one target in this process")
    asked = parser.parse_args()
    if asked.alone:
        _fuzz(asked.targets[0], asked.seconds, asked.seed, asked.folder)
    found = [_run(target, asked) for target in asked.targets or _names()]
    width = max(len(figures.target) for figures in found)
    for target, runs, edges, inputs, is_good in found:
        said = "ok" if is_good else f"FOUND: {asked.folder / target}"
        print(f"{target:{width}} {runs:9} runs {edges:5} edges {inputs:5} inputs  {said}")  # noqa: T201
    return 0 if all(figures.is_good for figures in found) else 1


def _names() -> Sequence[str]:
    from fuzzing import TARGETS

    return list(TARGETS)


def _run(target: str, asked: argparse.Namespace) -> Figures:
    """Fuzz a target in a process of its own: the fuzzer ends the one in which it runs."""
    folder = asked.folder / target
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, __file__, "--alone", target),
        *(f"--seconds={asked.seconds}", f"--seed={asked.seed}", f"--folder={asked.folder}"),
    ]
    log = folder / "log"
    environ = {**os.environ, "TMPDIR": str(folder.resolve())}
    with log.open("wb") as output:
        ended = subprocess.run(command, stdout=output, stderr=output, env=environ, check=False)
    last = list(_LAST.finditer(log.read_bytes()))
    runs, edges, inputs = (
        (int(last[-1][key]) for key in ("runs", "edges", "inputs")) if last else (0, 0, 0)
    )
    return Figures(target, runs, edges, inputs, ended.returncode == 0)


def _fuzz(target: str, seconds: int, seed: int, folder: Path) -> None:
    atheris: Any = import_module("atheris")  # which only ``make fuzz`` installs
    # Before what is instrumented is imported. How texts begin and end guides it too; its look at
    # patterns fails on those of bytes.
    atheris.enabled_hooks.add("str")
    with atheris.instrument_imports(include=["django_health", "django_health_exporter"]):
        from fuzzing import CORPUS, TARGETS, entries

    own = folder / target
    invented = own / "inputs"
    invented.mkdir(parents=True, exist_ok=True)
    words = own / "words"
    words.write_bytes(b"".join(b'"%s"\n' % word for word in _words(entries(target))))
    arguments = [
        *(__file__, *_LIMITS, f"-max_total_time={seconds}", f"-seed={seed}", f"-dict={words}"),
        *(f"-artifact_prefix={own}/", str(invented), str(CORPUS / target)),
    ]
    atheris.Setup(arguments, TARGETS[target])
    atheris.Fuzz()


def _words(files: Sequence[Path]) -> Sequence[bytes]:
    """The words of the corpus, from which the fuzzer puts more together than from single bytes."""
    return sorted({word for file in files for word in _WORD.findall(file.read_bytes())})


if __name__ == "__main__":
    sys.exit(main())
