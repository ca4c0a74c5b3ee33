"""Every query of the dashboards and rules is asked of a real Prometheus, and has data."""

from __future__ import annotations

import pytest

from mixin_queries import Kind, Question, questions
from mixin_queries.mark import Mark, When
from mixin_queries.marks import MARKS, mark_of
from mixin_queries.runs import Answers, answers_of_nothing, live_answers

ASKED = questions()

pytestmark = pytest.mark.timeout(900)  # the first one starts all the servers


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[When, Answers]:
    """What was answered in each run."""
    return {
        **live_answers(ASKED, tmp_path_factory.mktemp("stand")),
        When.NOTHING: answers_of_nothing(ASKED),
    }


def _has_data(question: Question) -> When:
    """Where a query has to have data."""
    mark = mark_of(question.name)
    if mark is not None:
        return mark.when
    return When.ILL if question.kind is Kind.ALERT else When.WELL


def _silent() -> list[Question]:
    """What must have no data when all is well."""
    may = {name for name in ASKED if (mark := mark_of(name)) is not None and mark.may}
    return [q for q in ASKED.values() if _has_data(q) is not When.WELL and q.name not in may]


def _asked_here() -> list[Question]:
    """What has data in one of the runs."""
    return [q for q in ASKED.values() if _has_data(q) is not When.ELSEWHERE]


@pytest.mark.parametrize("question", _asked_here(), ids=lambda question: question.name)
def test_query_has_data(question: Question, answers: dict[When, Answers]) -> None:
    """It has some when all is well, or where it is marked to have some."""
    when = _has_data(question)
    answer = answers[when][question.name]
    assert answer.count, f"{question.name} has no data {when.value}: {question.expr}"


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_query_is_valid(question: Question, answers: dict[When, Answers]) -> None:
    """Prometheus answers it without an error in each run, whatever there is."""
    assert {when: answers[when][question.name].error for when in answers} == dict.fromkeys(
        answers, ""
    )


@pytest.mark.parametrize("question", _silent(), ids=lambda question: question.name)
def test_marked_query_has_no_data_when_all_is_well(
    question: Question, answers: dict[When, Answers]
) -> None:
    """What is marked is empty then, or the mark is stale, and every alert is silent."""
    count = answers[When.WELL][question.name].count
    assert count == 0, f"{question.name} has data when all is well: {question.expr}"


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.names)
def test_marks_fit_something(mark: Mark) -> None:
    """Each line is for some query, and no line before it takes all of them away."""
    assert any(mark_of(name) is mark for name in ASKED)
