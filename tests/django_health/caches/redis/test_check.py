"""Redis as its clients see it: well, stopped, paused, restarted, full, and no Redis at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from cache_answers import (
    MARGIN,
    ScriptedListener,
    answer,
    failure,
    figure,
    operations,
    redis_check,
    redis_target,
    wait_until,
)
from django_health.caches import families
from django_health.caches.redis.check import RedisCheck
from django_health.result import Reason, Status
from live_servers import DripListener, Redis, SilentListener, free_port

OK, EMPTY = b"+OK\r\n", b"$0\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    """A Redis of this module's own, which its tests may stop and reconfigure."""
    with Redis(arguments=["--maxclients", "77"]) as started:
        yield started


@pytest.fixture
def admin(server: Redis) -> Iterator[redis.Redis]:
    """A client whose changes to the configuration end with the test."""
    with server.connect() as client:
        yield client
        client.config_set("maxmemory", 0)
        client.flushall()


def test_all_figures_are_those_of_the_server(server: Redis, admin: redis.Redis) -> None:
    """Every figure agrees with what the server tells an administrator."""
    admin.config_set("maxmemory", 100_000_000)
    with redis.Redis(port=server.port, db=3) as third:
        third.mset({"a": 1, "b": 2})
        third.get("a")
        third.get("none")
    before = admin.info()
    with redis_check(server.host, server.port, database=3) as check:
        told = answer(check)
    after = admin.info()
    assert (told.status, told.reason, told.message) == (Status.OK, None, "")
    for family, field in {
        families.MEMORY_LIMIT: "maxmemory",
        families.HITS: "keyspace_hits",
        families.MISSES: "keyspace_misses",
        families.EVICTIONS: "evicted_keys",
        families.EXPIRED: "expired_keys",
        families.BLOCKED_CLIENTS: "blocked_clients",
        families.MAX_CLIENTS: "maxclients",
        families.REJECTED_CONNECTIONS: "rejected_connections",
        families.REPLICAS: "connected_slaves",
        families.LAST_SAVE: "rdb_last_save_time",
        families.LOADING: "loading",
    }.items():
        assert figure(told, family) == before[field], field
    assert figure(told, families.MAX_CLIENTS) == 77
    assert figure(told, families.KEYS) == 2
    assert figure(told, families.CLIENTS) == before["connected_clients"] + 1
    assert figure(told, families.MEMORY_USED) == pytest.approx(after["used_memory"], rel=0.5)
    assert figure(told, families.IS_REPLICA) == 0
    assert figure(told, families.LINK_UP) is None
    assert figure(told, families.LAST_SAVE_OK) == 1
    assert figure(told, families.INFO, "redis", before["redis_version"]) == 1
    assert figure(told, families.MISSING_PRIVILEGES) == 0
    assert figure(told, families.START_TIME) == pytest.approx(
        time.time() - before["uptime_in_seconds"], abs=60
    )


def test_its_operations_are_timed_and_leave_nothing(server: Redis, admin: redis.Redis) -> None:
    """Set, get and delete are each timed, and the key is gone afterwards."""
    with redis_check(server.host, server.port) as check:
        told = answer(check)
    assert operations(told) == ["set", "get", "delete"]
    for operation in operations(told):
        took = figure(told, families.OPERATION_SECONDS, operation)
        assert took is not None
        assert 0 < took < MARGIN
    assert admin.dbsize() == 0


def test_its_samples_are_labelled_with_cache_and_server(server: Redis) -> None:
    """Several servers of one cache stay apart."""
    with redis_check(server.host, server.port) as check:
        told = answer(check)
    place = ("default", f"{server.host}:{server.port}")
    assert {measurement.labels[:2] for measurement in told.measurements} == {place}
    assert (check.name, check.target, check.part) == ("cache", *place)


def test_fifty_runs_use_one_connection(server: Redis, admin: redis.Redis) -> None:
    """The connection is kept, and the server does not see another."""
    before = admin.info()["total_connections_received"]
    with redis_check(server.host, server.port) as check:
        for _ in range(50):
            answer(check)
    assert admin.info()["total_connections_received"] == before + 1


def test_its_session_has_a_name_and_caused_no_error(server: Redis, admin: redis.Redis) -> None:
    """Administrators see who is connected, and no command that their server does not know."""
    admin.config_resetstat()
    with redis_check(server.host, server.port) as check:
        answer(check)
        names = [client["name"] for client in admin.client_list()]
    commands = admin.info("commandstats")
    assert names.count("django-health-exporter") == 1
    assert not [name for name in commands if "setinfo" in name or "hello" in name]
    assert admin.info("errorstats") == {}


def test_a_restart_is_healed_within_the_run(server: Redis) -> None:
    """A kept connection that the server has ended is replaced, not reported."""
    with redis_check(server.host, server.port) as check:
        answer(check)
        server.restart()
        assert answer(check).status is Status.OK


def test_a_stopped_server_refuses_until_it_is_back(server: Redis) -> None:
    """The same check goes from well to refused and back."""
    with redis_check(server.host, server.port) as check:
        answer(check)
        server.stop()
        try:
            assert failure(check).reason is Reason.REFUSED
        finally:
            server.start()
        assert answer(check).status is Status.OK


def test_a_paused_server_times_out_once(server: Redis) -> None:
    """A server that is frozen costs one timeout, on a kept and on a new connection."""
    with redis_check(server.host, server.port, timeout=0.4) as check:
        answer(check)
        server.pause()
        try:
            for _ in range(2):
                begun = time.monotonic()
                assert failure(check).reason is Reason.TIMEOUT
                assert time.monotonic() - begun < MARGIN
        finally:
            server.resume()
        assert answer(check).status is Status.OK


def test_full_memory_is_unavailable_with_its_figures(server: Redis, admin: redis.Redis) -> None:
    """A server that refuses writes for lack of memory says so on its one connection."""
    before = admin.info()["total_connections_received"]
    with redis_check(server.host, server.port) as check:
        answer(check)
        admin.config_set("maxmemory", 1)
        for _ in range(3):
            told = failure(check)
    assert told.reason is Reason.UNAVAILABLE
    assert "maxmemory" in str(told)
    assert figure(told, families.MEMORY_LIMIT) == 1
    assert told.details["memory_limit_bytes"] == 1
    assert admin.info()["total_connections_received"] == before + 1


def test_no_limit_of_memory_is_absent(server: Redis) -> None:
    """A maxmemory of 0 is no limit of 0 bytes."""
    with redis_check(server.host, server.port) as check:
        assert figure(answer(check), families.MEMORY_LIMIT) is None


def test_writes_refused_for_failed_saves_are_unavailable(tmp_path: Path) -> None:
    """MISCONF has a sentence that says what to look at, and the failed save is measured."""
    arguments = ["--save", "3600 1", "--dbfilename", "dump.rdb"]
    with Redis(tmp_path, arguments=arguments) as server, server.connect() as admin:
        (server.directory / "dump.rdb").mkdir()  # nothing can be renamed to it, even by root
        admin.bgsave()
        wait_until(lambda: admin.info()["rdb_last_bgsave_status"] == "err")
        with redis_check(server.host, server.port) as check:
            told = failure(check)
        (server.directory / "dump.rdb").rmdir()
    assert told.reason is Reason.UNAVAILABLE
    assert "saving to disk fails" in str(told)
    assert figure(told, families.LAST_SAVE_OK) == 0


def test_a_silent_server_times_out() -> None:
    """A port that accepts and says nothing costs one timeout."""
    with SilentListener() as listener:
        with redis_check(listener.host, listener.port, timeout=0.3) as check:
            begun = time.monotonic()
            assert failure(check).reason is Reason.TIMEOUT
        assert time.monotonic() - begun < MARGIN
        assert listener.accepted == 1


def test_a_dripping_server_ends_when_cancelled() -> None:
    """A server whose every byte comes in time holds a run no longer than the engine wants."""
    with DripListener(b"+OK\r\n$9999\r\n" + b"x" * 9999, 0.05) as listener:
        check = RedisCheck(redis_target(listener.host, listener.port), 1.0)
        reasons: list[Reason] = []
        run = threading.Thread(target=lambda: reasons.append(failure(check).reason))
        run.start()
        time.sleep(2.0)
        assert run.is_alive()
        check.cancel()
        run.join(MARGIN)
        assert not run.is_alive()
        assert listener.accepted == 1
        check.close()
    assert reasons


def test_a_cancelled_run_on_a_kept_connection_does_not_begin_anew(server: Redis) -> None:
    """The end of the connection that cancelling makes is not taken for a restart of the server."""
    with redis_check(server.host, server.port, timeout=60.0) as check:
        answer(check)
        server.pause()
        reasons: list[Reason] = []
        run = threading.Thread(target=lambda: reasons.append(failure(check).reason))
        run.start()
        time.sleep(0.3)
        check.cancel()
        run.join(MARGIN)
        server.resume()
        assert not run.is_alive()
        assert reasons == [Reason.TIMEOUT]
        assert answer(check).status is Status.OK


def test_an_unknown_host_is_dns() -> None:
    """A name that does not resolve is told from a server that is down."""
    with redis_check("nowhere.invalid", 6379) as check:
        assert failure(check).reason is Reason.DNS


def test_a_closed_port_is_refused() -> None:
    """Nothing listens there."""
    with redis_check("127.0.0.1", free_port()) as check:
        assert failure(check).reason is Reason.REFUSED


@pytest.mark.parametrize(
    "said",
    [
        [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        [b"ERROR\r\n"],
        [b"SSH-2.0-OpenSSH_9.2\r\n"],
        [OK, b":12x\r\n"],
        [OK, b"$x\r\n"],
        [OK] * 5,
        [OK, b":1\r\n"],
        [OK, EMPTY, b":5\r\n"],
        [OK, EMPTY, OK, b"$5\r\nwrong\r\n"],
        [OK, EMPTY, OK, b"$-1\r\n"],
        [OK, EMPTY, OK, b":1\r\n"],
    ],
)
def test_what_is_no_redis_answers_wrongly(said: list[bytes]) -> None:
    """Other protocols, broken answers and changed values are a wrong answer."""
    with ScriptedListener(said) as listener, redis_check(listener.host, listener.port) as check:
        assert failure(check).reason is Reason.WRONG_ANSWER


def test_a_server_that_loads_is_unavailable_and_measured() -> None:
    """While the data is read from disk INFO answers, and says so."""
    info = b"# Server\r\nredis_version:7.0.15\r\n# Persistence\r\nloading:1\r\n"
    loading = b"-LOADING Redis is loading the dataset in memory\r\n"
    said = [OK, b"$%d\r\n%s\r\n" % (len(info), info), loading]
    with ScriptedListener(said) as listener, redis_check(listener.host, listener.port) as check:
        told = failure(check)
    assert told.reason is Reason.UNAVAILABLE
    assert "loading" in str(told)
    assert figure(told, families.LOADING) == 1


def test_a_server_without_info_still_works() -> None:
    """Where INFO is renamed the operations decide, and the figures are named as missing."""
    listener = ScriptedListener([OK, b"-ERR unknown command 'INFO'\r\n", b"$-1\r\n"])
    with listener, redis_check(listener.host, listener.port, read_only=True) as check:
        told = answer(check)
    assert told.status is Status.OK
    assert figure(told, families.MISSING_PRIVILEGES) == 1
    assert operations(told) == ["get"]
