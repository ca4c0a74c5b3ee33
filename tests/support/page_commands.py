"""The commands of a page, typed as a reader types them, with the test's own servers and folders."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from page_snippets import snippets

LASTING = ("cd ", "export ")
"""What holds for the commands below it in the same block."""


@dataclass(frozen=True)
class Command:
    """One command of a page.

    Attributes:
        text: As it stands there, continued lines as one, without a comment behind it.
        before: What its block has said before that lasts: folders and variables.
    """

    text: str
    before: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Place:
    """Where commands are typed.

    Attributes:
        folder: In which they begin.
        replaced: What stands on the page, and what takes its place here; the longest first.
        environ: Variables besides the path of programs.
    """

    folder: Path
    replaced: Mapping[str, str]
    environ: Mapping[str, str]

    def here(self, text: str) -> str:
        """Return a text of the page with this place's own names."""
        for theirs, ours in self.replaced.items():
            text = text.replace(theirs, ours)
        return text

    def type(self, command: Command) -> subprocess.CompletedProcess[str]:
        """Have a shell run it, with the programs of this Python first; return what came of it."""
        programs = Path(sys.executable).parent
        return subprocess.run(
            [
                "bash",
                "-euo",
                "pipefail",
                "-c",
                self.here("\n".join([*command.before, command.text])),
            ],
            cwd=self.folder,
            env={"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin:/usr/sbin", **self.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


def commands(page: Path) -> list[Command]:
    """Return each command in the blocks of a page that are for a shell."""
    return [command for block in snippets(page, "sh") for command in _of_block(block)]


def _of_block(block: str) -> Iterator[Command]:
    before: list[str] = []
    for line in block.replace("\\\n", " ").splitlines():
        text = re.sub(r"\s+#.*$", "", line).strip()
        if text.startswith(LASTING):
            before.append(text)
        elif text:
            yield Command(text, tuple(before))
