"""Reading MySQL's option files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from descriptor_limit import exhausted
from django_health.databases.mysql.option_file import read_option_file
from django_health.failure import CheckFailed
from django_health.result import Reason

CANARY = "canary-secret"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user=opt\n  password=canary", {"user": "opt", "password": "canary"}),
        ("user\n  = app", {"user": "", "": "app"}),
        (r"password=a\b\t\n\r\s\\z", {"password": "a\b\t\n\r \\z"}),
        (r"password='a\'b'", {"password": "a'b"}),
        (r'password="canary\\b"', {"password": r"canary\b"}),
        (r"password=a\qb", {"password": r"a\qb"}),
        ("password=a" + "\\", {"password": "a\\"}),
        ("user=opt # comment", {"user": "opt"}),
        ("user=opt#comment", {"user": "opt"}),
        ('password="a#b" # comment', {"password": "a#b"}),
        ("password='a\"#b' # comment", {"password": 'a"#b'}),
        (r'password="a\"#b"', {"password": 'a"#b'}),
        ("user=a;b", {"user": "a;b"}),
        ("# user=a\n ; user=b\n\t#c", {}),
        ('user="', {"user": '"'}),
        ('user=""', {"user": ""}),
        ("user='a", {"user": "'a"}),
        ("user = \t app \t\n", {"user": "app"}),
        ("user=a\nuser=b", {"user": "b"}),
        ("ssl_ca=/a\nssl-ca=/b", {"ssl_ca": "/b"}),
        ("password=a=b:c", {"password": "a=b:c"}),
        ("user:app", {"user:app": ""}),
        ("skip-ssl\nssl # yes\npassword", {"skip_ssl": "1", "ssl": "1", "password": ""}),
        ("user=a\r\nport=1\r\n", {"user": "a", "port": "1"}),
        ("user=ä\u00a0", {"user": "ä\u00a0"}),
        ("!unknown x\nuser=a", {"user": "a"}),
        ("[ mysqld ]\nuser=b\n[ client ]\nuser=c", {"user": "c"}),
    ],
)
def test_lines(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    """A file is understood as MySQL understands it."""
    file = tmp_path / "my.cnf"
    file.write_bytes(b"[client]\n" + text.encode())
    assert read_option_file(file) == expected


def test_bytes_are_kept(tmp_path: Path) -> None:
    """A value that is not UTF-8 can be made the same bytes again."""
    file = tmp_path / "my.cnf"
    file.write_bytes(b"[client]\npassword=caf\xe9\n")
    assert read_option_file(file)["password"].encode("utf-8", "surrogateescape") == b"caf\xe9"


def test_groups(tmp_path: Path) -> None:
    """The named group counts like [client], the later line wins, and other groups are not read."""
    file = tmp_path / "my.cnf"
    file.write_text(
        "# a comment\n[mysqld]\nport = 1\n[client]\nuser = app\nssl-ca=/ca.pem\n"
        "[web]\nuser = 'web user'\nssl-ca=/web.pem\n[client]\nssl-ca=/last.pem\n"
    )
    assert read_option_file(file, "web") == {"user": "web user", "ssl_ca": "/last.pem"}
    assert read_option_file(file) == {"user": "app", "ssl_ca": "/last.pem"}


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


def test_groups_of_included_files(tmp_path: Path) -> None:
    """An included file has groups of its own, and the file goes on in the group it was in."""
    (tmp_path / "more.cnf").write_text("[mysqld]\nport=1\n")
    file = tmp_path / "my.cnf"
    file.write_text(f"[client]\nuser=a\n!include {tmp_path / 'more.cnf'}\nport=3307\n")
    assert read_option_file(file) == {"user": "a", "port": "3307"}


def test_missing_include(tmp_path: Path) -> None:
    """An included file that is not there is passed over, as by MySQL; a closed one is told."""
    file = tmp_path / "my.cnf"
    file.write_text("!include /absent.cnf\n!includedir /absent\n[client]\nuser=a\n")
    assert read_option_file(file) == {"user": "a"}


def test_circle_ends(tmp_path: Path) -> None:
    """A file that includes itself is read a few times only."""
    file = tmp_path / "my.cnf"
    file.write_text(f"[client]\nuser=a\n!include {file}\n")
    assert read_option_file(file) == {"user": "a"}


def test_no_descriptor_left(tmp_path: Path) -> None:
    """It is not the file that is wrong."""
    file = tmp_path / "my.cnf"
    file.write_text("[client]\nuser=a\n")
    with exhausted(os.getpid()), pytest.raises(CheckFailed) as caught:
        read_option_file(file)
    assert caught.value.reason is Reason.INTERNAL
    assert "descriptor" in str(caught.value)


@pytest.mark.parametrize("text", [f"password={CANARY}\n", f"[client\npassword={CANARY}\n"])
def test_unreadable_text(tmp_path: Path, text: str) -> None:
    """A file without groups is refused, and its lines are not repeated."""
    file = tmp_path / "my.cnf"
    file.write_text(text)
    with pytest.raises(CheckFailed) as caught:
        read_option_file(file)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in f"{caught.value!r} {caught.value.outcome()!r}"
    assert caught.value.__context__ is None
