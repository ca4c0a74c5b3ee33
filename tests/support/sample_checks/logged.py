"""Checks that note what they do, and on which thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from django_health.result import Outcome
from sample_checks.checks import Asks, Sample

Log = list[tuple[str, int]]
"""What was done, and on which thread."""


class Logged(Sample):
    """Notes its runs."""

    def __init__(self, log: Log, name: str, **more: Any) -> None:
        super().__init__(name, **more)
        self.log = log

    def check(self) -> Outcome | Mapping[str, object]:
        """Note the run, and answer."""
        self.log.append((self.name, threading.get_ident()))
        return super().check()


class LoggedAsks(Asks):
    """Notes its questions and answers."""

    def __init__(self, log: Log, name: str, **more: Any) -> None:
        super().__init__(name, **more)
        self.log = log

    def hear(self) -> None:
        """Note the question."""
        self.log.append((f"{self.name}?", threading.get_ident()))
        super().hear()

    def read(self) -> None:
        """Note the answer."""
        super().read()
        self.log.append((f"{self.name}!", threading.get_ident()))
