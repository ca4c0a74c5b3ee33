"""A user with these privileges and no others, at a real RabbitMQ with a worker."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Iterator

import pytest

from django_health.checks.celery.answer import BrokerAnswer
from django_health.checks.celery.broker import broker_of
from django_health.grants.rabbitmq import rabbitmq_grants
from django_health.grants.script import Account
from live_celery import app_of, closing, worker, write_project
from live_servers.rabbitmq import RabbitMQ

USER, PASSWORD = "monitor", secrets.token_hex(8)
EXCHANGES = ("celery.pidbox", "reply.celery.pidbox")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQ]:
    """A broker of its own with a worker, and a user without privileges."""
    with RabbitMQ() as started:
        started.control("add_user", USER, PASSWORD)
        with worker(write_project(tmp_path_factory.mktemp("broker"), started.url)):
            yield started


def rules() -> list[str]:
    """The arguments of what is typed."""
    (typed,) = rabbitmq_grants("/", EXCHANGES, Account(USER)).statements
    program, *arguments = shlex.split(typed)
    assert program == "rabbitmqctl"
    return arguments


def asked(server: RabbitMQ) -> BrokerAnswer:
    """Ask all that is asked of a broker, as the user."""
    url = f"amqp://{USER}:{PASSWORD}@{server.host}:{server.port}//"
    with closing(app_of(url)) as app:
        broker = broker_of(app, 10.0)
        try:
            return broker.ask(["celery"], with_workers=True)
        finally:
            broker.close()


def test_every_figure_is_had(server: RabbitMQ) -> None:
    """The workers answer, and the length of the queue is told."""
    server.control(*rules())
    answer = asked(server)
    assert answer.missing == []
    assert answer.workers == ["canary@host"]
    assert [queue.name for queue in answer.queues] == ["celery"]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_none_is_too_much(server: RabbitMQ, position: int) -> None:
    """Without the right to configure, to write or to read the workers cannot be asked."""
    arguments = rules()
    arguments[-position] = "^$"
    server.control(*arguments)
    assert [entry.partition(":")[0] for entry in asked(server).missing] == ["workers"]


def test_names_are_taken_literally() -> None:
    """In the rules and in the shell."""
    told = rabbitmq_grants("/sh op", ("a+b.pidbox", "reply.a+b.pidbox"), Account("it's"))
    words = shlex.split(told.statements[0])
    assert words[2:5] == ["-p", "/sh op", "it's"]
    assert "reply\\.a\\+b\\.pidbox" in words[5]
