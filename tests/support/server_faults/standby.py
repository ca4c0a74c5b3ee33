"""A PostgreSQL that follows another one."""

from __future__ import annotations

import os
import subprocess

from live_servers import PostgreSQL
from live_servers.programs import find_program


class Standby(PostgreSQL):
    """A streaming standby, a copy of a running primary; it can be read until it is promoted.

    Args:
        primary: Whom it follows.
    """

    def __init__(self, primary: PostgreSQL) -> None:
        super().__init__()
        self._primary = primary

    def promote(self) -> None:
        """Make it a primary, and wait until it is one."""
        with self.connect() as admin:
            admin.execute("SELECT pg_promote()")

    def _prepare(self) -> None:
        primary = self._primary
        program = find_program("postgresql", "/usr/lib/postgresql/*/bin/pg_basebackup")
        done = subprocess.run(
            [
                *(program, "-D", str(self.directory / "data"), "--write-recovery-conf"),
                *("--checkpoint=fast", "--no-sync", "--wal-method=stream"),
                *("-h", primary.host, "-p", str(primary.port), "-U", primary.user),
            ],
            env={"PATH": os.environ.get("PATH", os.defpath), "PGPASSWORD": primary.password},
            cwd=self.directory,
            capture_output=True,
            text=True,
            check=False,
            user=None if self.account is None else self.account.pw_uid,
            group=None if self.account is None else self.account.pw_gid,
            extra_groups=None if self.account is None else [],
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
