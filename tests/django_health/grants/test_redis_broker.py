"""A user with these privileges and no others, at a real Redis that is a broker with a worker."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Iterator

import pytest
import redis

from django_health.checks.celery.answer import BrokerAnswer
from django_health.checks.celery.broker import broker_of
from django_health.checks.celery.redis_layout import RedisLayout, layout_of
from django_health.failure import CheckFailed
from django_health.grants.redis_broker import redis_broker_grants
from django_health.grants.script import Account
from live_celery import app_of, closing, worker, write_project
from live_servers import Redis
from live_servers.programs import find_program

USER, PASSWORD = "monitor", f"canary-{secrets.token_hex(8)}"
EXCHANGES = ("celery.pidbox", "reply.celery.pidbox")
OPTIONS = {"global_keyprefix": "sh op:"}
DATABASE = 3


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A broker of its own, with whatever users the tests make."""
    with Redis() as started:
        yield started


@pytest.fixture(scope="module", autouse=True)
def busy(server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A worker on it."""
    url = f"redis://{server.host}:{server.port}/{DATABASE}"
    project = write_project(
        tmp_path_factory.mktemp("broker"), url, CELERY_BROKER_TRANSPORT_OPTIONS=OPTIONS
    )
    with worker(project):
        yield


@pytest.fixture
def admin(server: Redis) -> Iterator[redis.Redis]:
    """A client of the server, where the user has a password and may do nothing."""
    with server.connect() as client:
        client.acl_setuser(USER, enabled=True, passwords=[f"+{PASSWORD}"])
        client.acl_log_reset()
        yield client
        client.acl_deluser(USER)


def statement(version: str = "7.0.15") -> str:
    """What is typed."""
    layout = layout_of(OPTIONS, DATABASE)
    told = redis_broker_grants(
        layout, ["celery"], EXCHANGES, Account(USER), database=DATABASE, version=version
    )
    (typed,) = told.statements
    return typed


def typed(server: Redis, text: str) -> None:
    """Type it into the server's own client."""
    program = find_program("redis-tools", "redis-cli")
    command = [program, "-h", server.host, "-p", str(server.port)]
    run = subprocess.run(command, input=text + "\n", capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "OK"


def asked(server: Redis, runs: int = 1) -> BrokerAnswer:
    """Ask all that is asked of a broker, as the user."""
    url = f"redis://{USER}:{PASSWORD}@{server.host}:{server.port}/{DATABASE}"
    with closing(app_of(url, broker_transport_options=OPTIONS)) as app:
        broker = broker_of(app, 10.0)
        try:
            return [broker.ask(["celery"], with_workers=True) for _ in range(runs)][-1]
        finally:
            broker.close()


@pytest.mark.parametrize("version", ["7.0.15", "6.2.14"])
def test_every_figure_is_had(server: Redis, admin: redis.Redis, version: str) -> None:
    """And nothing was refused in silence; also with what an older server takes."""
    typed(server, statement(version))
    answer = asked(server, runs=2)
    assert answer.missing == []
    assert answer.workers == ["canary@host"]
    assert [queue.name for queue in answer.queues] == ["celery"]
    assert answer.queues[0].unchanged is not None
    assert answer.unacked is not None
    assert admin.acl_log() == []


def test_late_answers_can_be_kept(server: Redis, admin: redis.Redis) -> None:
    """What is done where a worker is slow is allowed too, on the exporter's own list."""
    typed(server, statement())
    own = "sh op:1234.reply.celery.pidbox"
    with redis.Redis(
        host=server.host, port=server.port, db=DATABASE, username=USER, password=PASSWORD
    ) as user:
        user.delete(own)
        user.rpush(own, "")
        assert user.expire(own, 60)
        user.delete(own)
    assert admin.acl_log() == []


@pytest.mark.usefixtures("admin")
def test_queues_can_only_be_looked_at(server: Redis) -> None:
    """No message can be taken or deleted, not even by a script."""
    typed(server, statement())
    with redis.Redis(
        host=server.host, port=server.port, db=DATABASE, username=USER, password=PASSWORD
    ) as user:
        queue = "sh op:celery"
        assert user.llen(queue) == 0
        for command in (("DEL", queue), ("RPUSH", queue, "x"), ("BRPOP", queue, "0.1")):
            with pytest.raises(redis.exceptions.NoPermissionError):
                user.execute_command(*command)
        with pytest.raises(redis.exceptions.ResponseError, match=r"ACL|permission|can't"):
            user.eval("return redis.call('DEL', KEYS[1])", 1, queue)


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        (" +select", "may not choose its database"),
        (" +publish", "workers"),
        (" +brpop", "workers"),
        (" +lrange", "workers"),
        ("+eval ", "message that is next in line"),
        ("+hlen ", "unacked messages"),
        ("+llen ", "queue lengths"),
        (" ~sh?op:*.reply.celery.pidbox", "workers"),
        (" &sh?op:/3.celery.pidbox", "workers"),
    ],
)
@pytest.mark.usefixtures("admin")
def test_none_is_too_much(server: Redis, left_out: str, missing: str) -> None:
    """Without any one of them something is missing, and is told."""
    assert left_out in statement().replace('"', "")
    typed(server, _without(statement(), left_out))
    try:
        told = str(asked(server).missing)
    except CheckFailed as failed:
        told = str(failed)
    assert missing in told


def _without(text: str, left_out: str) -> str:
    """The statement without a word, which may be in quotes."""
    word = left_out.strip()
    for form in (f' "{word}"', f" {word}", f"{word} "):
        if form in text:
            return text.replace(form, "", 1)
    raise AssertionError(f"{word} is not in {text}")


def test_old_servers_know_no_users() -> None:
    """Then there is nothing to type."""
    told = redis_broker_grants(
        RedisLayout(), ["celery"], EXCHANGES, Account(), database=0, version="5.0.14"
    )
    assert told.statements == ()
    assert "no users" in told.notes[0]


def test_what_older_servers_take() -> None:
    """No selectors before 7.0, and no channels before 6.2."""
    assert "(" not in statement("6.2.14")
    assert "&" in statement("6.2.14")
    assert "&" not in statement("6.0.16")
