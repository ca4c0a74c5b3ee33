"""Reading MySQL's option files."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.databases.mysql.option_file import read_option_file
from django_health.failure import CheckFailed
from django_health.result import Reason

CANARY = "canary-secret"


def test_groups(tmp_path: Path) -> None:
    """The named group goes over [client], and other groups are not read."""
    file = tmp_path / "my.cnf"
    file.write_text(
        "# a comment\n[mysqld]\nport = 1\n[client]\nuser = app\nssl-ca=/ca.pem\nskip-ssl\n"
        "password = \"a=b:c#d\"\n[web]\nuser = 'web user'\n"
    )
    assert read_option_file(file, "web") == {
        "user": "web user",
        "ssl_ca": "/ca.pem",
        "skip_ssl": "1",
        "password": "a=b:c#d",
    }


def test_includes(tmp_path: Path) -> None:
    """Included files and folders are read where they stand, and a circle ends."""
    folder = tmp_path / "conf.d"
    folder.mkdir()
    (folder / "a.cnf").write_text("[client]\nuser = first\n")
    (folder / "b.cnf").write_text("[client]\nuser = second\n")
    (folder / "c.txt").write_text("[client]\nuser = third\n")
    file = tmp_path / "my.cnf"
    file.write_text(f"!includedir {folder}\n!include {tmp_path / 'more.cnf'}\n")
    (tmp_path / "more.cnf").write_text("[client]\nport = 3307\n")
    assert read_option_file(file) == {"user": "second", "port": "3307"}


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is a mistake of the configuration."""
    with pytest.raises(CheckFailed) as caught:
        read_option_file(tmp_path / "absent.cnf")
    assert caught.value.reason is Reason.MISCONFIGURED


def test_unreadable_text(tmp_path: Path) -> None:
    """A file without groups is refused, and its lines are not repeated."""
    file = tmp_path / "my.cnf"
    file.write_text(f"password={CANARY}\n")
    with pytest.raises(CheckFailed) as caught:
        read_option_file(file)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in f"{caught.value!r} {caught.value.outcome()!r}"
    assert caught.value.__suppress_context__
