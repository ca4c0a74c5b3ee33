"""Under which account a server runs, and a directory that this account can use."""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from pathlib import Path

# A unix socket's path may have 107 bytes, and every server puts one into its home.
_LONGEST_HOME = 80


def account_for(name: str) -> pwd.struct_passwd | None:
    """Return the account to change to; None when this process is not root and stays what it is.

    PostgreSQL and MariaDB refuse to run as root, so without the server's own account (it was not
    installed as a Debian package) it is nobody's.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return pwd.getpwnam("nobody")


def make_home(name: str, directory: Path | None, account: pwd.struct_passwd | None) -> Path:
    """Create a new directory that belongs to the account.

    It lies in the given directory if the account can reach that and socket paths in it are short
    enough. pytest's own directories are closed to everyone but the user who runs it, so for root
    it lies beside them.
    """
    if directory is not None and not _is_usable(directory, account):
        directory = None
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=directory))
    give(home, account)
    return home


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make the account the owner of a file or directory."""
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)


def remove(home: Path) -> None:
    """Remove a directory made by :func:`make_home`."""
    shutil.rmtree(home)


def _is_usable(directory: Path, account: pwd.struct_passwd | None) -> bool:
    if len(os.fsencode(directory.resolve())) > _LONGEST_HOME:
        return False
    ways = [directory.resolve(), *directory.resolve().parents]
    return account is None or all(way.stat().st_mode & 0o001 for way in ways)
