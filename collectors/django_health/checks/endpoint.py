"""The way of all checks of a declared address: one connection per run, one deadline, one label."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime

from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import MAX_BYTES
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.failures import EXPLAINED, failure_of
from django_health.result import Family, Measurement, Outcome
from django_health.settings.declarations import Declaration

_LAST_WORD = 0.25
_LAST_SHARE = 0.1


class Figures:
    """What a run has learnt so far, for people and for Prometheus; told however the run ends.

    Args:
        endpoint: The value of the label.
    """

    def __init__(self, endpoint: str) -> None:
        self.details: dict[str, object] = {}
        self._endpoint = endpoint
        self._measurements: list[Measurement] = []

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """All figures so far."""
        return tuple(self._measurements)

    def add(self, key: str, value: float, family: Family) -> None:
        """Note a figure under a key of the details and as a sample of a family."""
        self.details[key] = value
        self._measurements.append(family(value, self._endpoint))

    def add_time(self, key: str, moment: float | None, family: Family) -> None:
        """Note a moment, if there is one: for people in words, for Prometheus in Unix seconds."""
        if moment is not None:
            self.details[key] = datetime.fromtimestamp(moment, UTC).isoformat()
            self._measurements.append(family(moment, self._endpoint))


class EndpointCheck(BaseHealthCheck):
    """Connects, asks and disconnects in each run, as a client of that service does.

    The host's name is looked up by the system in each run, as the application does; nothing can end
    such a look-up, so that a run may outlive its timeout there, and the engine goes on without it.

    Args:
        name: What the declaration is called; the value of the label ``endpoint``.
        declaration: Says when and how long.
        timeout: Seconds for a run where the declaration has none.
        max_bytes: How much a run may hear.
    """

    explained: tuple[type[Exception], ...] = EXPLAINED
    """The errors that :meth:`failure_of` has a word for."""

    def __init__(
        self, name: str, declaration: Declaration, timeout: float, max_bytes: int = MAX_BYTES
    ) -> None:
        self.target = name
        self.timeout = declaration.timeout or timeout
        self.min_interval = declaration.min_interval
        self.critical = declaration.critical
        self._line = CancellableSocket(max_bytes)

    def check(self) -> Outcome:
        """Ask the endpoint.

        Raises:
            CheckFailed: It gave no good answer; what is known all the same is in it.
        """
        self._line.begin()
        figures = Figures(self.target)
        try:
            outcome = self.ask(Deadline(_own_time(self.timeout)), figures)
        except self.explained as error:
            failure = self.failure_of(error)
            raise CheckFailed(
                failure.reason,
                str(failure),
                details=figures.details | failure.details,
                measurements=(*figures.measurements, *failure.measurements),
            ) from None
        return outcome or Outcome(details=figures.details, measurements=figures.measurements)

    @abstractmethod
    def ask(self, deadline: Deadline, figures: Figures) -> Outcome | None:
        """Ask once, noting figures as they become known.

        Returns:
            An outcome only where there was nothing to ask.

        Raises:
            Exception: One of :attr:`explained`: there was no good answer.
        """

    def failure_of(self, error: Exception) -> CheckFailed:
        """Return the failure that an error of :meth:`ask` stands for."""
        return failure_of(error)

    def cancel(self) -> None:
        """End the run under way, also while it connects."""
        self._line.cancel()


def _own_time(timeout: float) -> float:
    """Seconds for a run: a little less than it has, so that the figures it has are still heard."""
    return timeout - min(_LAST_WORD, timeout * _LAST_SHARE)
