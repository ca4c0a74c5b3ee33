"""Tests of a broker's answer as figures."""

from __future__ import annotations

from django_health.checks.celery.answer import MOST_NAMES, BrokerAnswer, QueueState


def _series(answer: BrokerAnswer) -> dict[tuple[str, ...], float]:
    return {
        (one.family.name.removeprefix("django_health_celery_"), *one.labels): one.value
        for one in answer.measurements()
    }


def test_what_is_not_known_is_absent() -> None:
    """There is no 0 that means unknown."""
    answer = BrokerAnswer(queues=[QueueState("celery", 3)])
    assert _series(answer) == {("queue_length", "celery"): 3, ("missing_privileges",): 0}
    assert answer.details() == {"queues": {"celery": {"length": 3}}}


def test_everything_known_is_told() -> None:
    """Each figure has its series and its detail."""
    queue = QueueState("celery", 3, consumers=2, oldest_age=7.5, unchanged=0.0)
    answer = BrokerAnswer([queue], 4, ["a@x", "b@x"], 2, 0.25, ["something: a grant"])
    assert _series(answer) == {
        ("workers",): 2,
        ("round_trip_seconds",): 0.25,
        ("queue_length", "celery"): 3,
        ("queue_consumers", "celery"): 2,
        ("queue_oldest_message_age_seconds", "celery"): 7.5,
        ("queue_head_unchanged_seconds", "celery"): 0,
        ("unacked_messages",): 4,
        ("missing_privileges",): 1,
    }
    assert answer.details() == {
        "active_workers": 2,
        "workers": ["a@x", "b@x"],
        "queues": {
            "celery": {
                "length": 3, "consumers": 2, "oldest_message_age": 7.5, "head_unchanged": 0.0
            }
        },
        "unacked": 4,
        "missing_privileges": ["something: a grant"],
    }  # fmt: skip


def test_no_series_bears_a_workers_name() -> None:
    """However many workers come and go, the number of series is the same."""
    few = BrokerAnswer(workers=["a@x"], round_trip=1.0)
    many = BrokerAnswer(workers=[f"w{n}@x" for n in range(1000)], round_trip=1.0)
    assert _series(few).keys() == _series(many).keys()


def test_the_list_of_names_is_bounded() -> None:
    """The number is true all the same."""
    details = BrokerAnswer(workers=[f"w{n}@x" for n in range(1000)]).details()
    assert details["active_workers"] == 1000
    names = details["workers"]
    assert isinstance(names, list)
    assert len(names) == MOST_NAMES


def test_no_worker_is_a_figure() -> None:
    """Asked and unanswered is 0, which is known."""
    assert _series(BrokerAnswer(workers=[]))[("workers",)] == 0
