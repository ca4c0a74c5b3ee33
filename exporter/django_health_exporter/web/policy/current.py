"""The policy that is in force, which follows its file."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

from django_health.errors import HealthCheckError
from django_health.failure import described
from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.policy import Policy

logger = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds for which the file is not looked at again."""

RETRY = 30.0
"""Seconds after which a bad file is read again that has not changed: a lack may be over by then."""


class CurrentPolicy:
    """The policy of a web configuration file.

    It is for the event loop's thread alone. Nothing runs by itself: who asks makes it look whether
    one of the files has changed. A file that cannot be used leaves in force what was read before.

    Args:
        path: The file; ``None`` for a policy that demands nothing.
        clock: Monotonic seconds.

    Raises:
        HealthCheckError: The file cannot be used; one line says what, where, and what to do.
    """

    def __init__(
        self, path: Path | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.path = path
        self._clock = clock
        self._policy = Policy()
        self._complaint: str | None = None
        self._files = Files()
        self.read_at = time.time()
        """When it was last read without a complaint, in seconds since 1970."""
        if path is not None:
            self._policy = _read(path, self._files)
        self._due = clock() + INTERVAL
        self._tried = clock()

    @property
    def is_good(self) -> bool:
        """Whether the file, as it was last looked at, is what is in force."""
        return self._complaint is None

    def now(self) -> Policy:
        """Return what is in force; a change of the file comes into force a second later at most.

        The same object means that nothing has changed.
        """
        if self.path is not None and self._clock() >= self._due:
            self.look()
        return self._policy

    def look(self) -> str | None:
        """Look at the file at once; return why it cannot be used, ``None`` if it is in force."""
        if self.path is not None:
            self._follow(self.path)
            self._due = self._clock() + INTERVAL
        return self._complaint

    def _follow(self, path: Path) -> None:
        is_worth_it = not self.is_good and self._clock() - self._tried >= RETRY
        if not is_worth_it and not self._files.stale():
            return
        self._tried = self._clock()
        self._files = files = Files()
        try:
            # Who writes a file empties it first, and that must not let anybody in.
            policy = _read(path, files, may_be_blank=self._policy.is_empty)
        except HealthCheckError as error:
            self._complain(str(error))
        except Exception as error:  # noqa: BLE001 - the old one is in force, whatever happens
            self._complain(f"{path}: cannot be used: {described(error)}")
        else:
            logger.info("%s, or a file that it names, has changed and is in force", path)
            self._policy, self._complaint = policy, None
            self.read_at = time.time()

    def _complain(self, complaint: str) -> None:
        if complaint != self._complaint:
            logger.error("%s; what was read before stays in force", complaint)
        self._complaint = complaint


def _read(path: Path, files: Files, *, may_be_blank: bool = True) -> Policy:
    # Only who has such a file pays for what reads it.
    from django_health_exporter.web.policy.reading import read_policy  # noqa: PLC0415

    return read_policy(path, files, may_be_blank=may_be_blank)
