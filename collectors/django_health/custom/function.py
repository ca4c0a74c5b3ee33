"""A plain function as a check."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django_health.check import BaseHealthCheck
from django_health.custom.gauges import Gauge
from django_health.errors import InvalidCheckError
from django_health.result import Outcome

Answer = Outcome | Mapping[str, object] | None
"""What such a function returns; ``None`` says that all is well."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is declared of a function beside it; ``None`` leaves it to the default.

    Attributes:
        name: The check's name; the function's own where it is ``None``.
        description: What is asked; the first line of the function's docstring where it is ``None``.
        timeout: Seconds that a run may take.
        min_interval: Seconds for which an answer is kept.
        critical: Whether an error makes the whole unhealthy.
        gauges: Figures that the function gives under the key ``gauges``.
    """

    name: str | None = None
    description: str | None = None
    timeout: float = BaseHealthCheck.timeout
    min_interval: float = BaseHealthCheck.min_interval
    critical: bool = BaseHealthCheck.critical
    gauges: Sequence[Gauge] = ()


class FunctionCheck(BaseHealthCheck):
    """Asks a function that takes no arguments.

    Args:
        function: What is called.
        options: What is declared of it.

    Attributes:
        function: The same.

    Raises:
        InvalidCheckError: It is asynchronous, a generator, or cannot be called without arguments.
    """

    def __init__(self, function: Callable[[], Answer], options: Options | None = None) -> None:
        expect_plain(function)
        declared = options or Options()
        self.function = function
        own_name: str = getattr(function, "__name__", "")
        self.name = own_name if declared.name is None else declared.name
        self.description = _description(function, declared)
        self.timeout = declared.timeout
        self.min_interval = declared.min_interval
        self.critical = declared.critical
        self.gauges = declared.gauges

    def check(self) -> Outcome | Mapping[str, object]:
        """Call the function."""
        answer = self.function()
        return Outcome() if answer is None else answer


def _description(function: Callable[[], Answer], declared: Options) -> str:
    if declared.description is not None:
        return declared.description
    lines = (inspect.getdoc(function) or "").strip().splitlines()
    return lines[0] if lines and inspect.isroutine(function) else ""


def expect_plain(function: Callable[..., object]) -> None:
    """Refuse what would not be asked by being called."""
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise InvalidCheckError("it is asynchronous: a check is asked on a thread, by a plain call")
    if inspect.isgeneratorfunction(function):
        raise InvalidCheckError("it is a generator: return the answer once")
    try:
        inspect.signature(function).bind()
    except TypeError:
        raise InvalidCheckError("it takes arguments: a check is called without any") from None
    except ValueError:  # one written in C does not tell
        return
