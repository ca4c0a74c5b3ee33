"""Tests of the configured queues."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import kombu
import kombu.common
from celery import Celery

from django_health.checks.celery.queues import MOST_QUEUES, configured_queues

_kombu: Any = kombu  # it has types for some of its functions only
Exchange, Queue, Broadcast = _kombu.Exchange, _kombu.Queue, _kombu.common.Broadcast


def _queues(**conf: object) -> list[str]:
    app = Celery("canary", set_as_current=False)
    app.conf.update(conf)
    try:
        return configured_queues(app.conf)
    finally:
        app.close()


def test_without_a_setting_it_is_celerys_default() -> None:
    """Celery itself uses the queue ``celery``."""
    assert _queues() == ["celery"]


def test_the_default_can_have_another_name() -> None:
    """``task_default_queue`` names it."""
    assert _queues(task_default_queue="shop") == ["shop"]


def test_declared_queues_come_first_and_replace_the_default() -> None:
    """A worker consumes the queues of ``task_queues`` alone."""
    queues = (Queue("fast", Exchange("fast")), Queue("slow"))
    assert _queues(task_queues=queues) == ["fast", "slow"]


def test_queues_by_name_are_declared_too() -> None:
    """``task_queues`` may be a mapping."""
    assert _queues(task_queues={"fast": {"exchange": "fast"}}) == ["fast"]


def test_a_broadcast_is_no_queue_of_the_configuration() -> None:
    """Each worker has a queue of its own for it, under a generated name."""
    assert _queues(task_queues=(Broadcast("all"), Queue("slow"))) == ["slow"]


def test_routes_name_queues() -> None:
    """As a mapping's values: by name, by object, in a mapping or bare."""
    routes = {"a.*": {"queue": "a"}, "b": "b", "c": {"queue": Queue("c")}, "d": {"priority": 1}}
    assert _queues(task_routes=routes) == ["celery", "a", "b", "c"]


def test_routes_may_be_pairs_and_functions() -> None:
    """What a function would answer is not known and is left out."""
    routes = ([("a.*", {"queue": "a"}), ("b", "b")], {"c": {"queue": "c"}}, lambda *_: "never")
    assert _queues(task_routes=routes) == ["celery", "a", "b", "c"]


def test_a_name_counts_once() -> None:
    """A queue may be declared and routed to."""
    assert _queues(task_queues=(Queue("a"),), task_routes={"x": {"queue": "a"}}) == ["a"]


def test_there_is_a_bound() -> None:
    """Generated settings make no more series than this."""
    conf = SimpleNamespace(
        task_queues=[f"q{number}" for number in range(500)],
        task_default_queue="celery",
        task_routes=None,
    )
    assert len(configured_queues(conf)) == MOST_QUEUES
