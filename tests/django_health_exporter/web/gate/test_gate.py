"""Who is let in, on a server that is up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.gate.gate import Gate
from django_health_exporter.web.gate.queueing import MOST_OF_A_PLACE
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.policy import Policy, RateLimit
from running_web import FakeCheck, GivenPolicy, RunningWeb, running_web
from watched_bcrypt import WatchedBcrypt, basic, hashed

USERS = {"prometheus": hashed("right"), "grafana": hashed("other", 5)}

RIGHT = basic("prometheus", "right")
WRONG = basic("prometheus", "wrong")

EXEMPT = ("/-/healthy", "/-/ready")

CHALLENGE = "a user and a password are needed\n"


@pytest.fixture
def policies() -> GivenPolicy:
    """A policy with users."""
    return GivenPolicy(Policy(users=USERS))


@pytest.fixture
def web(policies: GivenPolicy) -> Iterator[RunningWeb]:
    """A server that wants to know who asks."""
    with running_web([FakeCheck(), FakeCheck("system", "")], policies=policies) as running:
        yield running


def test_without_users_all_is_open() -> None:
    """Nobody needs a password, and whatever is sent along does not matter."""
    with running_web([FakeCheck()]) as web:
        assert web.get("/metrics").status == 200
        assert web.get("/metrics", Authorization=WRONG).status == 200


@pytest.mark.parametrize("policy", [Policy(), Policy(headers={"X-Frame-Options": "deny"})])
def test_a_plain_policy_costs_nothing(policy: Policy) -> None:
    """Not even a look at the request."""
    gate = Gate(WebConfig(), CurrentPolicy())
    assert gate.admit(None, policy) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/metrics", "/health/", "/health/system/", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "BREW"])
def test_who_says_nothing_is_asked(web: RunningWeb, path: str, method: str) -> None:
    """Whatever is asked for, and however: there is no telling what there is."""
    answer = web.get(path, method)
    assert (answer.status, answer.text) == (401, CHALLENGE)
    assert answer.headers["Www-Authenticate"] == "Basic"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Allow" not in answer.headers


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/metrics", "GET", 200),
        ("/health/", "GET", 200),
        ("/", "HEAD", 200),
        ("/metrics", "POST", 405),
        ("/metrics", "BREW", 405),
        ("/nothing", "GET", 404),
        ("/nothing", "BREW", 404),
        ("/metrics?collect[]=nope", "GET", 400),
    ],
)
def test_who_knows_a_password(web: RunningWeb, path: str, method: str, status: int) -> None:
    """Gets what there is, and hears what is wrong."""
    assert web.get("/metrics", Authorization=RIGHT).status == 200
    assert web.get(path, method, Authorization=RIGHT).status == status


def test_a_broken_request_of_a_user_who_was_never_seen(web: RunningWeb) -> None:
    """It is not worth a bcrypt: the user is asked as if nothing had been said."""
    assert web.get("/metrics", "BREW", Authorization=RIGHT).status == 401
    assert web.get("/metrics", Authorization=RIGHT).status == 200
    assert web.get("/metrics", "BREW", Authorization=RIGHT).status == 405


@pytest.mark.parametrize(
    "header",
    [
        WRONG,
        basic("nobody", "right"),
        basic("grafana", "right"),
        basic("Prometheus", "right"),
        basic("prometheus ", "right"),
        basic("prometheus", ""),
        basic("", ""),
        basic("prometheus", "right\0"),
        basic("prometheus", b"\xff\xfe"),
        basic("prometheus", "x" * 10_000),
        basic(b"\xff", "right"),
        "Basic",
        "Basic !",
        "Bearer right",
        f"{RIGHT}, {RIGHT}",
    ],
)
def test_who_knows_none(web: RunningWeb, header: str) -> None:
    """All hear the same, also the second time."""
    for _ in range(2):
        answer = web.get("/metrics", Authorization=header)
        assert (answer.status, answer.text) == (401, CHALLENGE)
        assert answer.headers["Www-Authenticate"] == "Basic"


def test_a_long_password(web: RunningWeb, policies: GivenPolicy) -> None:
    """What bcrypt does not look at does not count, as in Go; what it looks at does."""
    policies.policy = Policy(users={"long": hashed("x" * 72)})
    statuses = [
        web.get("/metrics", Authorization=basic("long", password)).status
        for password in ("x" * 72, "x" * 73, "x" * 72 + "different", "x" * 71)
    ]
    assert statuses == [200, 200, 200, 401]


@pytest.mark.parametrize("path", EXEMPT)
def test_exempt_paths(web: RunningWeb, path: str, watched: WatchedBcrypt) -> None:
    """No password is asked for, and none is looked at."""
    for headers in ({}, {"Authorization": WRONG}, {"Authorization": "Basic !"}):
        assert web.get(path, **headers).status == 200
    assert web.get(f"{path}?x=1").status == 200
    assert watched.costs == []


@pytest.mark.parametrize(
    ("header", "times"), [(RIGHT, 5), (WRONG, 5), (basic("nobody", "right"), 5)]
)
def test_the_same_again_is_no_work(
    web: RunningWeb, watched: WatchedBcrypt, header: str, times: int
) -> None:
    """A scraper, and one with a wrong password too, costs a bcrypt once."""
    web.get("/metrics", Authorization=header)
    steps = watched.steps
    assert steps
    assert len({web.get("/metrics", Authorization=header).status for _ in range(times)}) == 1
    assert watched.steps == steps


def test_no_user_is_told_from_nobody(web: RunningWeb, watched: WatchedBcrypt) -> None:
    """A wrong password takes as much work for any user as for none."""
    work = []
    for user in ("prometheus", "grafana", "nobody", ""):
        before = watched.steps
        assert web.get("/metrics", Authorization=basic(user, "wrong")).status == 401
        work.append(watched.steps - before)
    assert work == [2**5] * 4


def test_others_do_not_wait_for_bcrypt(web: RunningWeb, watched: WatchedBcrypt) -> None:
    """While one is at work, verified users and exempt paths are answered; more of it is not."""
    assert web.get("/metrics", Authorization=RIGHT).status == 200
    watched.entered.clear()
    watched.released.clear()
    tried = [basic("prometheus", f"wrong {number}") for number in range(MOST_OF_A_PLACE + 1)]
    with ThreadPoolExecutor(len(tried)) as pool:
        try:
            answers = [pool.submit(web.get, "/metrics", Authorization=one) for one in tried]
            assert watched.entered.wait(30)
            assert web.get("/metrics", Authorization=RIGHT).status == 200
            assert web.get("/-/healthy").status == 200
            assert web.get("/metrics").status == 401
            assert [name.name for name in threading.enumerate()].count("bcrypt") == 1
        finally:
            watched.released.set()
        statuses = sorted(answer.result().status for answer in answers)
    assert statuses == [401] * MOST_OF_A_PLACE + [429]
    (surplus,) = [answer.result() for answer in answers if answer.result().status == 429]
    assert surplus.headers["Retry-After"] == "1"
    assert watched.most_at_once == 1


def test_users_come_and_go(web: RunningWeb, policies: GivenPolicy) -> None:
    """A change of the policy counts from the next request on, whoever was known before."""

    def statuses() -> list[int]:
        headers = (RIGHT, basic("prometheus", "new"), basic("grafana", "other"))
        return [web.get("/metrics", Authorization=header).status for header in headers]

    assert statuses() == [200, 401, 200]
    policies.policy = Policy(users={**USERS, "prometheus": hashed("new")})
    assert statuses() == [401, 200, 200]
    policies.policy = Policy(users={"grafana": USERS["grafana"]})
    assert statuses() == [401, 401, 200]
    policies.policy = Policy()
    assert statuses() == [200, 200, 200]
    policies.policy = Policy(users=USERS)
    assert statuses() == [200, 401, 200]


@pytest.mark.parametrize("prefix", ["/prefix", "/a/b"])
def test_exempt_paths_under_a_prefix(policies: GivenPolicy, prefix: str) -> None:
    """They are written without the prefix, and are exempt with it alone."""
    config = WebConfig(listen_addresses=("127.0.0.1:0",), route_prefix=prefix)
    with running_web([FakeCheck()], config, policies=policies) as web:
        assert web.get(f"{prefix}/-/healthy").status == 200
        assert web.get(f"{prefix}/metrics").status == 401
        assert web.get(f"{prefix}/metrics", Authorization=RIGHT).status == 200
        for path in ("/-/healthy", "/", f"{prefix}//-/healthy", f"{prefix}/-/healthy/"):
            assert web.get(path).status == 401


def test_other_exempt_paths(policies: GivenPolicy) -> None:
    """Only those that are configured are exempt; none is another choice."""
    for paths in ((), ("/metrics",)):
        config = WebConfig(listen_addresses=("127.0.0.1:0",), exempt_paths=paths)
        with running_web([FakeCheck()], config, policies=policies) as web:
            assert web.get("/-/healthy").status == 401
            assert web.get("/metrics").status == (200 if paths else 401)


def test_requests_are_counted(web: RunningWeb, policies: GivenPolicy) -> None:
    """Over the limit all are refused, good and bad; exempt paths have a limit of their own."""
    policies.policy = Policy(users=USERS, rate_limit=RateLimit(3600, 4))
    statuses = [
        web.get("/metrics", Authorization=RIGHT).status,
        web.get("/nothing").status,
        web.get("/metrics", "BREW").status,
        web.get("/health/", Authorization=RIGHT).status,
        web.get("/metrics", Authorization=RIGHT).status,
        web.get("/nothing").status,
        web.get("/metrics", "BREW").status,
    ]
    assert statuses == [200, 401, 401, 200, 429, 429, 429]
    assert [web.get("/-/healthy").status for _ in range(5)] == [200] * 4 + [429]
    policies.policy = replace(policies.policy, users={})
    answer = web.get("/metrics")
    assert answer.status == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    policies.policy = replace(policies.policy, rate_limit=None)
    assert web.get("/metrics").status == 200


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/", "GET", 200),
        ("/metrics", "GET", 200),
        ("/metrics", "HEAD", 200),
        ("/-/healthy", "GET", 200),
        ("/metrics", "POST", 405),
        ("/metrics", "BREW", 405),
        ("/nothing", "GET", 404),
        ("/metrics?collect[]=nope", "GET", 400),
        ("/health/system/", "GET", 404),
    ],
)
def test_headers_of_the_policy(path: str, method: str, status: int) -> None:
    """Every answer has them, and where a page has the same one, the user's counts."""
    headers = {"X-Frame-Options": "deny", "Content-Security-Policy": "default-src 'self'"}
    policies = GivenPolicy(Policy(headers=headers))
    with running_web([FakeCheck()], policies=policies) as web:
        answer = web.get(path, method)
        assert answer.status == status
        assert answer.headers.items() >= headers.items()
        policies.policy = Policy(headers=headers, users=USERS)
        if path not in EXEMPT:
            answer = web.get(path, method)
            assert answer.status == 401
            assert answer.headers.items() >= headers.items()
        policies.policy = Policy(headers=headers, rate_limit=RateLimit(3600, 0))
        answer = web.get(path, method)
        assert answer.status == 429
        assert answer.headers.items() >= headers.items()


def test_many_wrong_passwords_are_one_line(
    web: RunningWeb, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so at once, and not again for each; who says nothing is no line."""
    with caplog.at_level(logging.INFO):
        for number in range(10):
            web.get("/metrics", Authorization=basic("prometheus", f"wrong {number}"))
            web.get("/metrics", Authorization="Basic !")
            web.get("/metrics")
    (record,) = caplog.records
    assert record.getMessage() == "wrong user or password: 1 from 127.0.0.1"
    assert record.levelno == logging.WARNING
