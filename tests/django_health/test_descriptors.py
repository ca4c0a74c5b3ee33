"""What is told when no file descriptor can be had."""

from __future__ import annotations

import errno
import os
import resource

import pytest

from descriptor_limit import LIMIT, exhausted
from django_health.descriptors import lack, lack_in, lack_now
from faulty_stack import Resources

OF_PROCESS = "the process has no file descriptor left (limit {}): raise it, LimitNOFILE= in systemd"


def test_lack_of_the_process_names_its_limit() -> None:
    """It is what the operator has to raise, and where."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert lack(errno.EMFILE) == OF_PROCESS.format(limit)


def test_lack_of_the_system_has_words_of_its_own() -> None:
    """There it does not help to raise the limit of the process."""
    assert "system" in lack(errno.ENFILE)
    assert "fs.file-max" in lack(errno.ENFILE)
    assert "LimitNOFILE" not in lack(errno.ENFILE)


@pytest.mark.parametrize("number", [None, 0, errno.ENOENT, errno.ECONNREFUSED])
def test_other_errors_tell_something_else(number: int | None) -> None:
    """Nothing is said of them."""
    assert not lack(number)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_lack_in_the_text_of_a_library(number: int) -> None:
    """The system's own words are told apart, though one begins as the other."""
    assert lack_in(f"could not create socket: {os.strerror(number)}") == lack(number)
    assert lack_in(f"{os.strerror(number)}\n") == lack(number)
    assert not lack_in("could not create socket: Permission denied")


def test_lack_at_this_moment() -> None:
    """As long as it lasts; finding it out leaves nothing open."""
    before = Resources.of(os.getpid()).descriptors
    assert not lack_now()
    with exhausted(os.getpid()):
        assert lack_now() == OF_PROCESS.format(LIMIT)
    assert not lack_now()
    assert Resources.of(os.getpid()).descriptors == before
