"""A lender that gives the answers it is told to."""

from __future__ import annotations

import threading

from django_health.databases.lending import Rows
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Awaited, Steps


class Bank:
    """A lender whose next answer is set; without one it waits until it is told to end."""

    target = "default"
    vendor = "postgresql"

    def __init__(self, *answers: Rows | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int, float, object]] = []
        self.cancelled_for: list[object] = []
        self.ended = threading.Event()

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Give the next answer."""
        self.asked.append((sql, limit, timeout, borrower))
        if not self.answers:
            self.ended.wait(30)
            raise CheckFailed(Reason.TIMEOUT)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """Wait once, then give the next answer."""
        yield Awaited(0)
        return self.ask(sql, limit=limit, timeout=timeout, borrower=borrower)

    def cancel_for(self, borrower: object) -> None:
        """Note who wants to end."""
        self.cancelled_for.append(borrower)
        self.ended.set()


def rows(*values: object) -> Rows:
    """One row."""
    return Rows(tuple("c" for _ in values), [values])
