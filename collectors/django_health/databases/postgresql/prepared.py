"""The questions as statements that a session has prepared: planning costs more than answering.

They are prepared only where the process that answers is the one that the session was opened with.
Behind a pooler it is not: there they would stay on a connection that the next run, or another
client, may get.
"""

from __future__ import annotations

from collections.abc import Sequence

from django_health.databases.postgresql.queries import Question, as_message, as_preparation
from django_health.databases.postgresql.session import Session, StatementFailed
from django_health.network.deadline import Deadline


class Prepared:
    """What one session has prepared of the questions.

    Args:
        session: Which.
        prefix: The settings of each transaction; plans hold for the same ones.
        questions: All that may be asked.
    """

    def __init__(self, session: Session, prefix: Sequence[str], questions: Sequence[Question]):
        self.session = session
        self._prefix = prefix
        self._questions = questions
        self._names: frozenset[str] = frozenset()
        self._may_prepare = True
        self._is_direct = False
        self._messages: dict[tuple[str, ...], bytes] = {}

    def begin(self, deadline: Deadline) -> None:
        """Prepare the questions if that has to be done yet and the session is known to be fit.

        The first run asks without: it learns whether the session is direct, and what it refuses.

        Raises:
            ConnectionLost: The session is gone.
            CheckFailed: No answer in time, or one without end.
        """
        if self._names or not (self._is_direct and self._may_prepare):
            return
        fit = [each for each in self._questions if each.name not in self.session.refused]
        try:
            self.session.query(as_preparation(self._prefix, fit), deadline)
        except StatementFailed:
            self.forget()
        else:
            self._names = frozenset(question.name for question in fit)
            self._messages.clear()

    def answered_by(self, pid: int) -> None:
        """Note which process of the server answered."""
        self._is_direct = pid == self.session.pid
        if self._names and not self._is_direct:
            self.forget()

    def has(self, question: Question) -> bool:
        """Whether a question is asked by its name alone."""
        return question.name in self._names

    def forget(self) -> None:
        """Ask this session without from now on."""
        self._may_prepare = False
        self._names = frozenset()
        self._messages.clear()

    def message(self, questions: Sequence[Question]) -> bytes:
        """Return the message that asks questions."""
        names = tuple(question.name for question in questions)
        if names not in self._messages:
            self._messages[names] = as_message(self._prefix, questions, self._names)
        return self._messages[names]
