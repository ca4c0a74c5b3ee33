"""Every query of the dashboards and of the rules, and what a Prometheus answers to it."""

from mixin_queries.answers import Answer, Asker
from mixin_queries.question import Kind, Question
from mixin_queries.questions import of_boards, of_rules, questions
from mixin_queries.server import RuledPrometheus

__all__ = [
    "Answer",
    "Asker",
    "Kind",
    "Question",
    "RuledPrometheus",
    "of_boards",
    "of_rules",
    "questions",
]
