"""The one contract of everything that can be asked how it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django_health.result import Family, Outcome, label_of
from django_health.steps import Steps


class BaseHealthCheck(ABC):
    """Something that can be asked how it is.

    A check asks one thing and returns what it heard. It catches only what it can explain (and then
    raises :class:`django_health.failure.CheckFailed`), never logs, never sleeps, never retries:
    the engine times it, bounds it, turns its exceptions into results and logs changes of state.
    It is never run twice at a time, but successive runs may be on different threads.

    Attributes:
        name: The component; the value of the label ``check``.
        target: The alias inside the component; empty where there is only one.
        part: One of several servers of a target, or of several aspects of a component.
        description: What is asked, in a few words.
        timeout: Seconds after which the engine reports the run as failed with reason ``timeout``.
        min_interval: Seconds for which an answer is kept and given again, unless it is an error; 0
            asks on each request.
        critical: Whether an error of this check makes the whole unhealthy; else it only warns.
        gauges: Figures of a custom check for Prometheus, as :class:`django_health.Gauge`.
        details_are_final: Whether the details that it returns are made for each run and left alone
            afterwards: then they are made ready for JSON only where somebody looks at them.
        borrows: Whether it asks over another check's connection, and so comes after that.
        made_of: What a built-in check was made of, if it can tell; one that would be made of the
            same goes on in its place when settings are read again.
    """

    name: str
    target: str = ""
    part: str = ""
    description: str = ""
    timeout: float = 10.0
    min_interval: float = 0.0
    critical: bool = True
    gauges: Sequence[Family] = ()
    details_are_final: ClassVar[bool] = False
    borrows: ClassVar[bool] = False
    made_of: tuple[object, ...] | None = None

    @abstractmethod
    def check(self) -> Outcome | Mapping[str, object]:
        """Ask, and return what was heard.

        Returns:
            An outcome, or a mapping with ``status`` and any further keys as details.

        Raises:
            CheckFailed: No good answer, for a known reason.
        """

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]] | None:
        """Return a run that does what :meth:`check` does, and lets others be asked meanwhile.

        A class that has none leaves this as it is. The engine goes on with the run when there is
        something to read, or when it was told to end, maybe on another thread; it is not left half
        done.
        """
        return None

    @property
    def line(self) -> object:
        """Whose connection a run has for itself alone, waits included: its own, if nothing else.

        What borrows does not begin while another run on the same one waits; where it does not say
        whose it will have, while any does.
        """
        return self

    def cancel(self) -> None:  # noqa: B027 - most checks need none
        """Make a run that overran its timeout end soon; called from another thread.

        Must not block. A check that waits on a socket shuts it down here, so that its thread and
        its connection do not outlive the fault. Without an override the run is left to end itself.
        """

    def close(self) -> None:  # noqa: B027 - most checks keep nothing
        """Give back what is kept between runs; called when no run is under way."""

    @property
    def connections(self) -> int | None:
        """Connections to what is asked that are kept open now; ``None`` where none is ever kept."""
        return None

    @property
    def label(self) -> str:
        """The check's place in words: ``cache/default/10.0.0.1:6379``."""
        return label_of(self.name, self.target, self.part)


def names_of(checks: Iterable[BaseHealthCheck]) -> tuple[str, ...]:
    """Return the components of some checks, each once, in the order of the checks."""
    return tuple(dict.fromkeys(check.name for check in checks))
