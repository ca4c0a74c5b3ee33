"""Where the files are that the stack is made of, and folders for its parts."""

from __future__ import annotations

import pwd
from pathlib import Path

from deploy.stack import accounts

DEPLOY = Path(__file__).resolve().parents[1]
ROOT = DEPLOY.parent
COMPOSE = DEPLOY / "compose"
PROJECT = (ROOT / "examples" / "shop", DEPLOY / "container" / "layered")
"""The sample project, and what makes it run online: import paths."""


def made(home: Path, account: pwd.struct_passwd | None = None) -> Path:
    """Make a part's folder, into which only its account gets."""
    home.mkdir(mode=0o700)
    accounts.give(home, account)
    return home
