"""Redis over TLS: options, certificates, and servers that do not speak it."""

from __future__ import annotations

import os
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cache_answers import MARGIN, answer, failure, redis_check
from descriptor_limit import exhausted
from django_health.caches.redis import tls as tls_module
from django_health.caches.redis.tls import tls_context
from django_health.failure import CheckFailed, lack_behind
from django_health.result import Reason, Status
from live_servers import DripListener, Redis, TLSFiles, issue_certificate
from walked_steps import walked


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> TLSFiles:
    """A certificate for loopback, and who issued it."""
    return issue_certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def server(files: TLSFiles) -> Iterator[Redis]:
    """A Redis that speaks TLS on a second port."""
    with Redis(tls=files) as started:
        yield started


@pytest.fixture
def trust(files: TLSFiles) -> dict[str, object]:
    """The options of a client that knows who issued the certificate."""
    return {"ssl_ca_certs": str(files.authority)}


def test_an_encrypted_server_is_well(server: Redis, trust: dict[str, object]) -> None:
    """A certificate that is trusted is enough, over a kept connection too."""
    with redis_check(server.host, server.tls_port, tls=True, options=trust) as check:
        for _ in range(3):
            assert answer(check).status is Status.OK


def test_each_answer_of_an_encrypted_server_is_waited_for(
    server: Redis, trust: dict[str, object]
) -> None:
    """Nothing of an answer, and of the handshake, is left decrypted where its end was read."""
    with redis_check(server.host, server.tls_port, tls=True, options=trust) as check:
        for _ in range(3):
            outcome, waits = walked(check.run_in_steps())
            assert (outcome.status, len(waits)) == (Status.OK, 4)


def test_the_context_is_made_once(
    server: Redis, trust: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making a context costs more than all the rest, so a new connection uses the old one."""
    made: list[ssl.SSLContext] = []

    def counted(options: dict[str, object]) -> ssl.SSLContext:
        made.append(tls_context(options))
        return made[-1]

    monkeypatch.setattr(tls_module, "tls_context", counted)
    with redis_check(server.host, server.tls_port, tls=True, options=trust) as check:
        for _ in range(3):
            answer(check)
            check.close()
    assert len(made) == 1


def test_an_unknown_authority_is_tls_until_it_is_known(
    server: Redis, files: TLSFiles, tmp_path: Path
) -> None:
    """A certificate that nobody vouches for fails; files that are renewed are read again."""
    other = issue_certificate(tmp_path)
    options = {"ssl_ca_certs": str(other.authority)}
    with redis_check(server.host, server.tls_port, tls=True, options=options) as check:
        assert failure(check).reason is Reason.TLS
        other.authority.write_bytes(files.authority.read_bytes())
        assert answer(check).status is Status.OK


def test_a_certificate_need_not_be_checked(server: Redis) -> None:
    """As redis-py does where ssl_cert_reqs says so, in Django's way or in a URL's."""
    for options in ({"ssl_cert_reqs": None}, {"ssl_cert_reqs": "none"}):
        with redis_check(server.host, server.tls_port, tls=True, options=options) as check:
            assert answer(check).status is Status.OK


def test_a_server_without_tls_is_tls(server: Redis, trust: dict[str, object]) -> None:
    """TLS that is expected and not spoken is told as such, every time."""
    changes: dict[str, Any] = {"timeout": 0.4, "tls": True, "options": trust}
    with redis_check(server.host, server.port, **changes) as check:
        for _ in range(3):
            assert failure(check).reason is Reason.TLS


def test_a_server_that_hangs_is_not_tls(server: Redis, trust: dict[str, object]) -> None:
    """Silence in the handshake is a timeout where plain words are met with silence too."""
    changes: dict[str, Any] = {"timeout": 0.4, "tls": True, "options": trust}
    server.pause()
    try:
        with redis_check(server.host, server.tls_port, **changes) as check:
            begun = time.monotonic()
            assert failure(check).reason is Reason.TIMEOUT
            assert time.monotonic() - begun < MARGIN
    finally:
        server.resume()


def test_a_server_with_tls_is_not_spoken_to_in_plain(server: Redis) -> None:
    """A server that wants TLS hangs up on a client that does not speak it."""
    with redis_check(server.host, server.tls_port) as check:
        assert failure(check).reason in (Reason.UNAVAILABLE, Reason.WRONG_ANSWER)


def test_a_dripping_handshake_ends_when_cancelled(trust: dict[str, object]) -> None:
    """A handshake that comes byte by byte ends as well."""
    hello = b"\x16\x03\x03\x20\x00" + b"\x02" * 8000
    with (
        DripListener(hello, 0.02) as listener,
        redis_check(listener.host, listener.port, timeout=60, tls=True, options=trust) as check,
    ):
        run = threading.Thread(target=failure, args=(check,))
        run.start()
        time.sleep(0.3)
        assert run.is_alive()
        check.cancel()
        run.join(MARGIN)
        assert not run.is_alive()


def test_options_mean_what_they_mean_to_redis_py(files: TLSFiles) -> None:
    """Verification, host names, versions and ciphers are set as the options say."""
    context = tls_context(
        {
            "ssl_ca_certs": str(files.authority),
            "ssl_certfile": str(files.certificate),
            "ssl_keyfile": str(files.key),
            "ssl_check_hostname": "false",
            "ssl_min_version": ssl.TLSVersion.TLSv1_3,
            "ssl_ciphers": "ECDHE+AESGCM",
            "socket_keepalive": True,
        }
    )
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize(
    "options",
    [
        {"ssl_ca_certs": "/nowhere/ca.pem"},
        {"ssl_cert_reqs": "perhaps"},
        {"ssl_colour": "blue"},
        {"ssl_ciphers": "NONE-SUCH"},
    ],
)
def test_options_that_cannot_be_used_are_misconfigured(options: dict[str, object]) -> None:
    """A file that is not there or an option that is unknown is no fault of the server."""
    with pytest.raises(CheckFailed) as caught:
        tls_context(options)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "nowhere" not in str(caught.value)


def test_no_context_is_made_without_descriptors() -> None:
    """It would lack the system's authorities, and go on to do so; redis-py fails before that."""
    with exhausted(os.getpid()), pytest.raises(CheckFailed) as caught:
        tls_context({})
    assert lack_behind(caught.value, caught.value.reason)
