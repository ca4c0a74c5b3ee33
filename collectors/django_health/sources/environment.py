"""Targets from the URLs in the environment: ``DATABASE_URL``, ``CACHE_URL``, ``REDIS_URL``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django_health.sources.caches import targets_of_cache
from django_health.sources.databases import database_target
from django_health.sources.secret_file import secret_in
from django_health.sources.section import is_utf8
from django_health.sources.urls import cache_from_url, database_from_url
from django_health.targets import Target, TargetError

DATABASE = "DATABASE_URL"
CACHE = "CACHE_URL"
REDIS = "REDIS_URL"
FILE = "_FILE"
"""Ends the name of a variable that gives the path of a file with the URL: a mounted secret."""


class _Entry(NamedTuple):
    """A URL and the variable that gave it."""

    alias: str
    variable: str
    url: str


def targets_from_environment(environ: Mapping[str, str]) -> list[Target]:
    """Return the targets of the URLs in the environment, ``default`` first.

    ``DATABASE_URL`` and ``CACHE_URL`` are the alias ``default`` (``REDIS_URL`` where there is no
    ``CACHE_URL``); ``DATABASE_URL_REPORTS`` is the alias ``reports``. With ``_FILE`` at its end a
    variable names a file that holds the URL. Empty variables count as absent.

    Raises:
        TargetError: A URL cannot be understood or a file not be read; the text names the variable
            and repeats nothing of its value.
    """
    targets: list[Target] = []
    for alias, variable, url in _entries(environ, DATABASE):
        target = database_target(alias, database_from_url(url, variable), variable)
        targets += [target] if target else []
    caches = list(_entries(environ, CACHE))
    if all(alias != "default" for alias, _, _ in caches):
        caches = [*_entry(environ, REDIS, "default"), *caches]
    for alias, variable, url in caches:
        targets += targets_of_cache(alias, cache_from_url(url, variable), variable)
    return targets


def _entries(environ: Mapping[str, str], base: str) -> Iterator[_Entry]:
    """The URLs of one kind by alias, each alias once."""
    seen: dict[str, str] = {}
    for variable in _variables(environ, base):
        alias = variable.removeprefix(base).removeprefix("_").lower() or "default"
        for entry in _entry(environ, variable, alias):
            if alias in seen:
                raise TargetError(
                    f"{entry.variable} and {seen[alias]} both give the alias {alias!r}: keep one"
                )
            seen[alias] = entry.variable
            yield entry


def _variables(environ: Mapping[str, str], base: str) -> list[str]:
    """The variables of one kind without ``_FILE``: the one of the default first, then sorted."""
    names = {name.removesuffix(FILE) for name in environ if name.startswith(f"{base}_")}
    if not all(map(is_utf8, names)):
        raise TargetError(f"a variable {base}_<ALIAS> has a name that is not UTF-8: rename it")
    return [base, *sorted(names - {base, f"{base}_"})]


def _entry(environ: Mapping[str, str], variable: str, alias: str) -> list[_Entry]:
    """The URL that a variable or its file gives, if any."""
    url = environ.get(variable, "").strip()
    path = environ.get(variable + FILE, "").strip()
    if url and path:
        raise TargetError(f"{variable} and {variable}{FILE} are both set: keep one")
    if path:
        return [_Entry(alias, variable + FILE, _content(path, variable + FILE))]
    return [_Entry(alias, variable, url)] if url else []


def _content(path: str, variable: str) -> str:
    """The URL in a file, without the line end that editors leave."""
    text = secret_in(path, variable)
    if not text:
        raise TargetError(f"{variable} names an empty file: write the URL into it")
    return text
