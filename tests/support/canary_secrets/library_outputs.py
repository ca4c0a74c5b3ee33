"""Every output of the library in a process of its own: prints them as JSON, by name.

A new output is a line in one of the tables. It runs as ``python -m canary_secrets.library_outputs``
with the environment of a scene and the name of its file, and prints a line for each that it reads.
What waits for dependencies is asked at the same time: a fault may let each question wait.
"""

from __future__ import annotations

import copy
import io
import json
import logging
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, is_dataclass
from functools import partial
from pathlib import Path
from pprint import pformat
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.settings import COMPONENTS
from django_health_exporter.configuration.config import Config, Flags, load

_HEALTH_JSON = {"Accept": "application/health+json"}


def _text_of(value: object) -> str:
    """All ways to print a value."""
    ways: tuple[Callable[[Any], object], ...] = (repr, str, format, pformat, ascii)
    return "\n".join(str(way(value)) for way in ways)


_Way = Callable[[Any], object]

_SERIALIZERS: tuple[_Way, ...] = (pickle.dumps, lambda one: json.dumps(one, default=repr))
_COPIERS: tuple[_Way, ...] = (
    copy.copy,
    copy.deepcopy,
    lambda one: asdict(one) if is_dataclass(one) and not isinstance(one, type) else None,
)


def _copies_of(value: object, ways: tuple[_Way, ...] = _SERIALIZERS + _COPIERS) -> Iterator[str]:
    """What a value gives that is copied or serialized, as far as that can be done."""
    for way in ways:
        try:
            yield repr(way(value))
        except Exception as error:  # noqa: BLE001 - whatever refuses: its text is an output too
            yield _traceback_of(error)


def _traceback_of(error: BaseException) -> str:
    printed = io.StringIO()
    logger = logging.Logger("canary")
    logger.addHandler(logging.StreamHandler(printed))
    logger.error("%s %r", error, error, exc_info=error)
    return "".join((printed.getvalue(), *traceback.format_exception(error)))


def _direct(check: BaseHealthCheck) -> str:
    """What a check gives to somebody who calls it without the engine, and ends it as that does."""
    ending = threading.Timer(check.timeout, check.cancel)
    ending.start()
    try:
        told = check.check()
    except CheckFailed as error:
        return "\n".join((_traceback_of(error), *_copies_of(error)))
    except Exception:  # noqa: BLE001 - what it cannot explain is for the engine to tell
        told = outcome_of(check)
    finally:
        ending.cancel()
    return f"{_text_of(told)}\n{_text_of(check)}\n{vars(check)!r}"


def _values(config: Config) -> Iterator[object]:
    """Whatever of the library's own may stand in a log line or in a debugger."""
    yield config
    yield config.health
    yield from config.targets
    for section in ("http", "smtp", "sql", "dns", "tcp", "storage"):
        yield from getattr(config.health, section).values()


def _built_in(config: Config) -> list[BaseHealthCheck]:
    """What the project's own check raises in the project's own hands is its own."""
    return [check for check in config.checks if check.name in COMPONENTS]


def of_configuration(config: Config) -> Iterator[tuple[str, str]]:
    """What the values show that the configuration becomes."""
    values = list(_values(config))
    yield "values", "\n".join(map(_text_of, values))
    yield "copies", "\n".join(text for value in values for text in _copies_of(value))
    checks = [one for value in config.checks for one in (value, vars(value))]
    yield "checks", "\n".join(map(_text_of, checks))
    # They own connections, which two copies would close.
    pickles = (text for one in checks for text in _copies_of(one, _SERIALIZERS))
    yield "pickles of checks", "\n".join(pickles)
    built_in = _built_in(config)
    with ThreadPoolExecutor(len(built_in)) as pool:
        asked = [(check, pool.submit(_direct, check)) for check in built_in]
        yield from ((f"check {check.label}", answer.result()) for check, answer in asked)


_PAGES = ("/health/", "/health/detailed/", "/health/system/", "/raising/", "/telling/")


def _page(path: str, headers: Mapping[str, str]) -> str:
    from django.test import Client

    answer = Client(raise_request_exception=False).get(path, headers=headers)
    return f"{answer.headers} {answer.content!r}"


def _pages() -> Iterator[tuple[str, Callable[[], str]]]:
    for path in _PAGES:
        for headers in ({}, _HEALTH_JSON):
            yield f"page {path} {headers}", partial(_page, path, headers)
    yield "page metrics", partial(_page, "/health/metrics", {})


def _functions() -> Iterator[tuple[str, Callable[[], str]]]:
    from prometheus_client import CollectorRegistry, generate_latest

    import django_health as library
    from django_health.application import application

    made = application()
    registry = CollectorRegistry()
    registry.register(library.HealthMetricsCollector(made.engine, made.settings))
    databases, caches = library.DatabaseHealthChecker(), library.CacheHealthChecker()
    functions: Mapping[str, Callable[[], object]] = {
        "get_health_status": library.get_health_status,
        "all databases": databases.check_all_databases,
        "each database": lambda: [databases.check_database(t.alias) for t in made.targets[:3]],
        "all caches": caches.check_all_caches,
        "collector": lambda: generate_latest(registry),
        "report": made.report,
        "application": lambda: (made, made.settings, made.targets, made.engine, vars(made)),
    }
    for name, function in functions.items():
        yield name, partial(_returned, function)


def _returned(function: Callable[[], object]) -> str:
    from django_health.errors import HealthCheckError

    try:
        return _text_of(function())
    except HealthCheckError as error:
        return _traceback_of(error)


def _commands() -> Iterator[tuple[str, str]]:
    from django.core.management import call_command

    for arguments in (["check", "--tag=django_health"], ["check", "--deploy"]):
        printed = io.StringIO()
        try:
            with redirect_stdout(printed), redirect_stderr(printed):
                call_command(*arguments, stdout=printed, stderr=printed)
        except BaseException as error:  # noqa: BLE001 - as the shell would see it
            printed.write(_traceback_of(error))
        yield " ".join(arguments), printed.getvalue()


def _at_once(asked: Iterable[tuple[str, Callable[[], str]]]) -> Iterator[tuple[str, str]]:
    functions = dict(asked)
    with ThreadPoolExecutor(len(functions)) as pool:
        told = {name: pool.submit(function) for name, function in functions.items()}
    yield from ((name, answer.result()) for name, answer in told.items())


def of_project() -> Iterator[tuple[str, str]]:
    """What the library shows inside an application."""
    # A page is not waited for as long as there are others: it shows what the functions found.
    yield from _at_once(_functions())
    yield from _at_once(_pages())
    yield from _commands()


def _outputs(config: Config, *, is_django: bool) -> dict[str, str]:
    with ThreadPoolExecutor(1) as pool:
        configured = pool.submit(lambda: dict(of_configuration(config)))
        project = dict(of_project()) if is_django else {}
        return {**configured.result(), **project}


def main() -> None:
    """Print all of it, each time that a line is read."""
    module = os.environ.get("DJANGO_SETTINGS_MODULE")
    config = load(Flags(config_file=Path(sys.argv[1]), django_settings=module), os.environ)
    if module:
        import django

        django.setup()
    for _ in sys.stdin:
        print(json.dumps(_outputs(config, is_django=module is not None)), flush=True)  # noqa: T201
    for check in _built_in(config):
        check.close()


if __name__ == "__main__":
    main()
