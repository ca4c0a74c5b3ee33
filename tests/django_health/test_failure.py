"""How a check says that it failed."""

from __future__ import annotations

import errno
import json
import os
import runpy
import socket
import ssl
import traceback
from pathlib import Path
from types import TracebackType

import pytest

from descriptor_limit import exhausted
from django_health.descriptors import lack
from django_health.failure import (
    SENTENCES,
    CheckFailed,
    described,
    lack_behind,
    place,
    reason_of,
    require_descriptor,
)
from django_health.result import Family, Reason, Status

CANARY = "canary-hunter2"


def test_every_reason_has_a_sentence() -> None:
    """A reason without a message of the check is still told in words."""
    assert set(SENTENCES) == set(Reason)
    assert all(SENTENCES.values())


def test_failure_without_a_message_takes_the_sentence_of_its_reason() -> None:
    """The outcome of a failure is an error with reason and sentence."""
    outcome = CheckFailed(Reason.REFUSED).outcome()
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.REFUSED)
    assert outcome.message == "the connection was refused"


def test_failure_keeps_what_is_known_all_the_same() -> None:
    """Details and figures of a failed check are not lost, and later changes do not reach them."""
    family = Family("django_health_x", "X.")
    details: dict[str, object] = {"connections": 5}
    failure = CheckFailed(Reason.THRESHOLD, "full", details=details, measurements=(family(5),))
    details.clear()
    outcome = failure.outcome()
    assert outcome.message == "full"
    assert outcome.details == {"connections": 5}
    assert outcome.measurements == (family(5),)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CheckFailed(Reason.AUTH), Reason.AUTH),
        (TimeoutError(), Reason.TIMEOUT),
        (OSError(errno.ETIMEDOUT, CANARY), Reason.TIMEOUT),
        (ConnectionRefusedError(errno.ECONNREFUSED, CANARY), Reason.REFUSED),
        (FileNotFoundError(errno.ENOENT, CANARY), Reason.REFUSED),
        (ConnectionResetError(errno.ECONNRESET, CANARY), Reason.UNAVAILABLE),
        (BrokenPipeError(errno.EPIPE, CANARY), Reason.UNAVAILABLE),
        (OSError(errno.EHOSTUNREACH, CANARY), Reason.UNAVAILABLE),
        (OSError(), Reason.UNAVAILABLE),
        (PermissionError(errno.EACCES, CANARY), Reason.PERMISSION),
        (OSError(errno.EROFS, CANARY), Reason.READ_ONLY),
        (OSError(errno.EMFILE, CANARY), Reason.INTERNAL),
        (OSError(errno.ENFILE, CANARY), Reason.INTERNAL),
        (ssl.SSLError(1, CANARY), Reason.TLS),
        (ssl.SSLCertVerificationError(1, CANARY), Reason.TLS),
        (socket.gaierror(socket.EAI_NONAME, CANARY), Reason.DNS),
        (UnicodeEncodeError("idna", "..", 0, 1, CANARY), Reason.DNS),
        (UnicodeError(CANARY), Reason.DNS),
        (UnicodeEncodeError("utf-8", CANARY, 0, 1, CANARY), Reason.MISCONFIGURED),
        (UnicodeEncodeError("latin-1", CANARY, 0, 1, CANARY), Reason.MISCONFIGURED),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, CANARY), Reason.WRONG_ANSWER),
        (EOFError(), Reason.UNAVAILABLE),
        (ValueError(CANARY), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_reason_of_an_error(error: Exception, reason: Reason | None) -> None:
    """Errors of system, resolver and TLS have their reasons; others have none."""
    assert reason_of(error) is reason


@pytest.mark.parametrize("name", ["a..b", "x" * 64, "ä" * 64, "a\udcff"])
def test_host_name_that_cannot_be_encoded_is_one_of_dns(name: str) -> None:
    """What the resolver raises for a name with an impossible part is a matter of the name."""
    with pytest.raises(UnicodeError) as caught:
        socket.getaddrinfo(name, 1)
    assert reason_of(caught.value) is Reason.DNS


def test_cause_of_a_drivers_error_decides() -> None:
    """Drivers wrap the socket's error in their own."""

    def driver() -> None:
        try:
            raise ConnectionRefusedError(errno.ECONNREFUSED, CANARY)
        except OSError as error:
            raise ValueError("driver") from error

    with pytest.raises(ValueError, match="driver") as caught:
        driver()
    assert reason_of(caught.value) is Reason.REFUSED


def test_context_of_a_drivers_error_decides() -> None:
    """Not all of them say ``raise ... from``."""

    def driver() -> None:
        try:
            raise ssl.SSLError(1, CANARY)
        except OSError:
            raise ValueError("driver")  # noqa: B904 - as drivers do

    with pytest.raises(ValueError, match="driver") as caught:
        driver()
    assert reason_of(caught.value) is Reason.TLS


def test_error_that_a_driver_keeps_in_an_attribute_decides() -> None:
    """PyMySQL keeps the socket's error as ``original_exception``."""
    error = ValueError("driver")
    error.original_exception = socket.gaierror(socket.EAI_NONAME, CANARY)  # type: ignore[attr-defined]
    assert reason_of(error) is Reason.DNS


def test_first_known_link_of_the_chain_decides() -> None:
    """What is nearest to the check is what happened last."""
    refused = ConnectionRefusedError(errno.ECONNREFUSED, CANARY)
    timeout = TimeoutError()
    timeout.__cause__ = refused
    assert reason_of(timeout) is Reason.TIMEOUT


def test_chain_that_bites_its_tail_ends() -> None:
    """Errors that are each other's cause do not hang the boundary."""
    first, second = ValueError("1"), ValueError("2")
    first.__cause__, second.__cause__ = second, first
    assert reason_of(first) is None


def test_error_is_described_by_type_and_innermost_place() -> None:
    """Never by its text."""
    with pytest.raises(ValueError, match=CANARY) as caught:
        raise ValueError(CANARY)
    line = caught.tb.tb_lineno
    assert described(caught.value) == f"ValueError at test_failure.py:{line}"
    assert described(ValueError(CANARY)) == "ValueError"


def test_place_of_an_error_is_in_a_file() -> None:
    """The import system and ``os`` are frozen into the interpreter: nobody looks for it there."""
    with pytest.raises(KeyError) as caught:
        os.environ[CANARY]
    assert described(caught.value) == f"KeyError at test_failure.py:{caught.tb.tb_lineno}"


def test_place_of_an_error_is_in_code_that_is_no_library() -> None:
    """What the project called with is of more use than where a library noticed it."""
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(CANARY)
    assert place(caught.value) == f"test_failure.py:{caught.tb.tb_lineno}"
    with pytest.raises(ZeroDivisionError) as called_back:
        json.loads("1", parse_int=lambda _: 1 // 0)
    assert place(called_back.value) == f"test_failure.py:{called_back.tb.tb_lineno}"


@pytest.mark.parametrize(
    ("paths", "innermost"),
    [
        (["shop/apps.py", "venv/lib/python3/site-packages/redis/client.py"], "apps.py:1"),
        (["shop/apps.py", json.__file__], "apps.py:1"),
        (["<string>", "site-packages/django/registry.py", json.__file__], "registry.py:1"),
        (["site-packages/a.py", "dist-packages/b.py"], "b.py:1"),
        ([json.__file__], "__init__.py:1"),
        (["<string>"], ""),
    ],
)
def test_place_of_an_error_is_as_near_to_the_project_as_can_be(
    paths: list[str], innermost: str
) -> None:
    """Then in an installed package, and in the standard library only if there is nothing else."""

    def call(paths: list[str]) -> None:
        if not paths:
            raise ValueError(CANARY)
        exec(compile("call(paths)", paths[0], "exec"), {"call": call, "paths": paths[1:]})  # noqa: S102

    try:
        call(paths)
    except ValueError as error:
        found = _without_this_file(error)
    assert place(found) == innermost


def _without_this_file(error: BaseException) -> BaseException:
    """The error with a traceback of the frames of other files alone."""
    kept: TracebackType | None = None
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        if frame.f_code.co_filename != __file__:
            kept = TracebackType(kept, frame, 0, line)
    return error.with_traceback(kept)


def test_place_of_a_syntax_error_is_in_the_file_that_has_it(tmp_path: Path) -> None:
    """Not in what imports it."""
    file = tmp_path / "broken.py"
    file.write_text(f"\n{CANARY} {CANARY}", encoding="utf-8")
    with pytest.raises(SyntaxError) as caught:
        runpy.run_path(str(file))
    assert described(caught.value) == "SyntaxError at broken.py:2"


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_lack_of_descriptors_is_seen_behind_what_hides_it(number: int) -> None:
    """Whatever a check took it for, the system's error behind that is exact."""

    def hiding() -> None:
        try:
            raise OSError(number, CANARY)
        except OSError:
            raise CheckFailed(Reason.MISCONFIGURED, "it cannot be read") from None

    with pytest.raises(CheckFailed) as caught:
        hiding()
    assert lack_behind(caught.value, Reason.MISCONFIGURED) == lack(number)


@pytest.mark.parametrize("reason", Reason)
def test_lack_of_descriptors_is_no_excuse(reason: Reason) -> None:
    """What a connection that stands was told is so; but no name is looked up without one."""
    hides = reason in (Reason.DNS, Reason.INTERNAL)
    assert not lack_behind(CheckFailed(reason), reason)
    with exhausted(os.getpid()):
        assert bool(lack_behind(CheckFailed(reason), reason)) is hides


def test_descriptor_is_required() -> None:
    """Else it is ``internal``, in words."""
    require_descriptor()
    with exhausted(os.getpid()), pytest.raises(CheckFailed, match="no file descriptor") as caught:
        require_descriptor()
    assert caught.value.reason is Reason.INTERNAL
