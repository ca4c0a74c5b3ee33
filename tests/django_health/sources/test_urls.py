"""What holds for all URLs: no password in any error, and no import that is not needed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from django_health.sources.environment import targets_from_environment
from django_health.sources.urls import cache_from_url, database_from_url
from django_health.targets import TargetError

CANARY = "canary6d0f"
SCHEMES = ("postgres", "mysql", "sqlite", "redis", "rediss", "unix", "memcached", "file", "x", "")
JUNK = st.text(st.one_of(st.sampled_from("@:/?#%[],;$ \n\\&="), st.characters(codec="utf-8")))


def _said(read: Callable[[], object]) -> str:
    """The whole traceback of our error, or an empty text where there is none."""
    try:
        read()
    except TargetError as error:
        # Without the source lines, which would hold the test's own text.
        return "".join(f"{type(link).__name__}: {link}\n" for link in _links(error))
    return ""


def _links(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__


@given(
    variable=st.sampled_from(["DATABASE_URL", "CACHE_URL", "REDIS_URL", "CACHE_URL_MORE"]),
    scheme=st.sampled_from(SCHEMES),
    before=JUNK,
    after=JUNK,
    rest=st.sampled_from(["@host/name", "@host:1/0?db=x", "@a,b/1", "", "@[::1]/n", "@host:x"]),
)
@example("REDIS_URL", "redis", "[", "", "@host/name")
@example("DATABASE_URL", "postgres", "", "\u2100", "@host/name")
def test_no_error_holds_a_password(
    variable: str, scheme: str, before: str, after: str, rest: str
) -> None:
    """Whatever stands in the place of one: only our own error, without it, at any depth."""
    url = f"{scheme}://user:{before}{CANARY}{after}{rest}"
    assert CANARY not in _said(lambda: targets_from_environment({variable: url}))


@given(st.text())
def test_any_text_gives_a_dictionary_or_an_error_of_ours(text: str) -> None:
    """No other exception, whatever the text."""
    for read in (database_from_url, cache_from_url):
        for url in (text, f"redis://{text}", f"postgres://{text}", f"sqlite:///{text}"):
            said = _said(partial(read, url, "X"))
            assert not said or said.startswith("TargetError: X ")


@pytest.mark.parametrize(
    "module", ["urls", "environment", "databases", "caches", "django_settings"]
)
def test_importing_loads_neither_django_nor_a_driver(module: str) -> None:
    """In a fresh interpreter; they load when they are needed."""
    code = f"import sys, django_health.sources.{module}; print(*sorted(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )
    loaded = {name.partition(".")[0] for name in answer.stdout.split()}
    assert "django_health" in loaded
    assert not loaded & {"django", "psycopg", "pymysql", "redis", "pymemcache", "click"}
