"""A small web server as a process of its own: it can be frozen, ended, and asked over TLS."""

from __future__ import annotations

import http.client
import os
import pwd
import ssl
import sys
from pathlib import Path
from typing import Literal

from live_servers import LiveServer, TLSFiles
from live_servers.certificates import copy_for

_PROGRAM = Path(__file__).with_name("website_program.py")


class Website(LiveServer):
    """Answers every request with 200, or with 401 where it wants a password and hears another.

    Args:
        directory: Where it makes its home.
        tls: Makes it speak TLS with this certificate.
    """

    name = "website"
    account_name = pwd.getpwuid(os.geteuid()).pw_name

    def __init__(self, directory: Path | None = None, *, tls: TLSFiles | None = None) -> None:
        super().__init__(directory)
        self._tls = tls

    def demand(self, password: str) -> None:
        """Want ``watcher`` with this password from the next request on."""
        (self.directory / "password").write_text(password, encoding="utf-8")

    def limit(self, places: int, others: Literal["closed", "waiting"]) -> None:
        """Serve so many connections at once from now on; its program says what the others get."""
        written = self.directory / "places.new"
        written.write_text(f"{places} {others}", encoding="utf-8")
        written.replace(self.directory / "places")

    def unlimit(self) -> None:
        """Serve as many as there are."""
        (self.directory / "places").unlink()

    def _prepare(self) -> None:
        if self._tls is not None:
            self._tls = copy_for(self._tls, self.directory, self.account)

    def _command(self) -> list[str]:
        files = [] if self._tls is None else [str(self._tls.certificate), str(self._tls.key)]
        return [sys.executable, str(_PROGRAM), self.host, str(self.port), *files]

    def _answers(self) -> bool:
        client = http.client.HTTPConnection(self.host, self.port, timeout=1)
        if self._tls is not None:
            context = ssl._create_unverified_context()  # noqa: S323 - whether it runs at all
            client = http.client.HTTPSConnection(self.host, self.port, timeout=1, context=context)
        try:
            client.request("GET", "/pid")
            return client.getresponse().headers["X-Pid"] == str(self.pid)
        except OSError:
            return False
        finally:
            client.close()
