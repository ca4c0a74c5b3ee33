"""How many connections the process can have."""

from __future__ import annotations

import logging
import resource
import subprocess
import sys

import pytest

SCRIPT = """
import logging, resource, sys
from django_health_exporter.web.descriptors import connections_within_limit
logging.basicConfig(format="%(message)s", stream=sys.stdout)
soft, hard, wanted = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(connections_within_limit(wanted), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def _tried(soft: int, hard: int, wanted: int) -> list[str]:
    """What a process with such limits says."""
    command = [sys.executable, "-c", SCRIPT, *map(str, (soft, hard, wanted))]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_the_common_limit_is_enough_for_the_default() -> None:
    """Most systems start a process with 1024; nothing is said or changed."""
    assert _tried(1024, 2048, 512) == ["512 1024"]


def test_the_soft_limit_is_raised() -> None:
    """By no more than what is needed."""
    assert _tried(300, 2048, 512) == ["512 768"]
    assert _tried(1024, 4096, 2000) == ["2000 2256"]


@pytest.mark.parametrize(
    ("soft", "hard", "expected", "raised"), [(300, 700, 444, 700), (100, 100, 50, 100)]
)
def test_a_hard_limit_lowers_the_number(soft: int, hard: int, expected: int, raised: int) -> None:
    """The log is told what is allowed and what to do; checks keep at least half of all."""
    line, result = _tried(soft, hard, 512)
    assert line == (
        f"--web.max-connections 512: lowered to {expected}, since the process may open {raised} "
        "files: raise the limit, LimitNOFILE= in systemd"
    )
    assert result == f"{expected} {raised}"


def test_this_process_is_left_alone() -> None:
    """What is enough stays as it is, however large it is."""
    from django_health_exporter.web.descriptors import connections_within_limit

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert connections_within_limit(1) == 1
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    assert logging.getLogger("django_health_exporter.web.descriptors").handlers == []
