"""Targets from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.sources.environment import targets_from_environment
from django_health.targets import (
    DatabaseTarget,
    MemcachedTarget,
    MySQLTarget,
    PostgreSQLTarget,
    RedisTarget,
    SQLiteTarget,
    TargetError,
)

CANARY = "canary-c4d5"


def test_nothing_configured_is_no_target() -> None:
    """Empty variables count as absent, and others do not matter."""
    assert targets_from_environment({"DATABASE_URL": " ", "CACHE_URL": "", "URL": "x"}) == []


def test_each_variable_is_an_alias() -> None:
    """The default first, then by name, in lower case."""
    found = targets_from_environment(
        {
            "DATABASE_URL_REPORTS": "mysql://r/x",
            "DATABASE_URL": "postgres://d/x",
            "DATABASE_URL_ARCHIVE": "sqlite:////a",
            "CACHE_URL_SESSIONS": "memcached://m",
            "CACHE_URL": "redis://c",
        }
    )
    assert [(type(target), target.alias) for target in found] == [
        (PostgreSQLTarget, "default"),
        (SQLiteTarget, "archive"),
        (MySQLTarget, "reports"),
        (RedisTarget, "default"),
        (MemcachedTarget, "sessions"),
    ]


def test_redis_url_is_the_default_cache_where_there_is_no_other() -> None:
    """CACHE_URL goes before it, and other aliases do not."""
    url = {"REDIS_URL": "redis://r", "CACHE_URL_X": "locmem://"}
    assert [t.alias for t in targets_from_environment(url)] == ["default", "x"]
    (target,) = targets_from_environment({"REDIS_URL": "redis://r", "CACHE_URL": "redis://c"})
    assert isinstance(target, RedisTarget)
    assert target.host == "c"


def test_a_url_can_be_in_a_file(tmp_path: Path) -> None:
    """As secrets are mounted: the line end is not a part of it."""
    (tmp_path / "default").write_text(f"postgres://u:{CANARY}@h/n\n")
    (tmp_path / "more").write_text("postgres://h/more\r\n")
    (tmp_path / "redis").write_text("redis://h")
    found = targets_from_environment(
        {
            "DATABASE_URL_FILE": str(tmp_path / "default"),
            "DATABASE_URL_MORE_FILE": str(tmp_path / "more"),
            "REDIS_URL_FILE": str(tmp_path / "redis"),
        }
    )
    assert [target.alias for target in found] == ["default", "more", "default"]
    assert isinstance(found[0], DatabaseTarget)
    assert isinstance(found[1], DatabaseTarget)
    assert found[0].password.reveal() == CANARY
    assert found[1].name == "more"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, r"names a file that cannot be read \(No such file or directory\)"),
        (b"", "names an empty file"),
        (b"\xff", "names a file that is not UTF-8 text"),
        (f"{CANARY}".encode(), "is not a URL"),
        (f"postgres://u:{CANARY}@h/n\nmore".encode(), "holds a control character"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_by_its_variable(
    content: bytes | None, text: str, tmp_path: Path
) -> None:
    """Neither its path, which might be a misplaced URL, nor its content is repeated."""
    path = tmp_path / CANARY
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TargetError, match=f"^DATABASE_URL_X_FILE {text}") as caught:
        targets_from_environment({"DATABASE_URL_X_FILE": str(path)})
    assert CANARY not in str(caught.value)


def test_a_url_in_place_of_a_path_is_not_repeated() -> None:
    """Also where the path is none at all."""
    for value in (f"postgres://u:{CANARY}@h/n", f"\0{CANARY}"):
        with pytest.raises(
            TargetError, match=r"^CACHE_URL_FILE names a file that cannot"
        ) as caught:
            targets_from_environment({"CACHE_URL_FILE": value})
        assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("DATABASE_URL_FILE", "DATABASE_URL and DATABASE_URL_FILE are both set: keep one"),
        ("DATABASE_URL_DEFAULT", "DATABASE_URL_DEFAULT and DATABASE_URL both give the alias"),
    ],
)
def test_two_values_for_one_alias_are_an_error(more: str, text: str) -> None:
    """Which one was meant cannot be known."""
    url = "postgres://h/n"
    with pytest.raises(TargetError, match=text):
        targets_from_environment({"DATABASE_URL": url, more: url})


def test_a_bad_url_is_named_by_its_variable() -> None:
    """The alias' own variable, not that of the default."""
    environ = {"DATABASE_URL": "postgres://h/n", "DATABASE_URL_X": f"nothing://{CANARY}"}
    with pytest.raises(TargetError, match=r"^DATABASE_URL_X begins with") as caught:
        targets_from_environment(environ)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "CACHE_URL"])
def test_bytes_that_are_no_text_are_refused(variable: str) -> None:
    """In a name, which is an alias, and in a value, which may hold the label of a server."""
    with pytest.raises(TargetError, match=f"{variable}_<ALIAS> has a name that is not UTF-8"):
        targets_from_environment({f"{variable}_\udcff": "x"})
    with pytest.raises(TargetError, match=f"^{variable} is not UTF-8"):
        targets_from_environment({variable: "memcached:///run/\udcff"})
