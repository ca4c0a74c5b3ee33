"""Under which account a part runs, and folders that this account can use."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from deploy.stack.errors import StackError


def account_for(name: str) -> pwd.struct_passwd | None:
    """Return the account to change to; None when this process is not root and stays what it is.

    PostgreSQL, MariaDB and Memcached refuse to run as root. Where the account of their package is
    missing, it is nobody's.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return pwd.getpwnam("nobody")


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make the account the owner of a file, or of a folder and all that is in it."""
    if account is None:
        return
    for each in [path, *(path.rglob("*") if path.is_dir() else ())]:
        os.chown(each, account.pw_uid, account.pw_gid)


def require_way(directory: Path) -> None:
    """See that other accounts get to a folder, where the parts run under some.

    Raises:
        StackError: A folder above it is closed.
    """
    if os.geteuid() != 0:
        return
    for way in [directory, *directory.parents]:
        if not way.stat().st_mode & 0o001:
            raise StackError(
                f"{way} is closed to the servers' accounts; as root take another folder, "
                "for example --directory=/tmp/stack"
            )
