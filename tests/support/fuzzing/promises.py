"""What holds for every parser, whatever it is given."""

from __future__ import annotations

import ast
import atexit
import json
import math
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from prometheus_client.registry import Collector

from django_health.json_ready import json_ready
from django_health.reports.exposition import encoder_for
from django_health.reports.families import families_of
from django_health.reports.rendering import Families
from django_health.result import Measurement

_FOLDER = TemporaryDirectory(prefix="fuzzing-")
atexit.register(_FOLDER.cleanup)

CANARY = "hun~ter+2"
"""Stands in the corpus where a secret would; no name and no number is like it, so that no error may
repeat it."""

NO_SECRET = "\n"
"""In its place where an error may repeat its input; no line has it."""


def text_of(data: bytes) -> str:
    """Return bytes as a text in which bytes that are no UTF-8 are surrogates, as in ``environ``."""
    return data.decode("utf-8", "surrogateescape")


def of_values(target: Callable[[object], None]) -> Callable[[bytes], None]:
    """Return a target that takes Python's literals: settings of Django are Python's values.

    What is no literal is no input, and passes.
    """

    @wraps(target)
    def taking_bytes(data: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of "\\d" in a text
                value = ast.literal_eval(data.decode())
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return
        target(value)

    return taking_bytes


@contextmanager
def refusing(
    *kinds: type[Exception], secret: str = CANARY, start: str | tuple[str, ...] = ""
) -> Iterator[None]:
    """Let the block raise the documented errors, and make sure that they can be shown.

    Args:
        kinds: The errors.
        secret: What no error may repeat, percent-encoded or not.
        start: With which the error begins: its place.
    """
    try:
        yield
    except kinds as error:
        require_line(text := str(error), secret)
        assert text.startswith(start), f"the place is not named: {text}"
        link: BaseException | None = error
        while link is not None:
            assert secret not in str(link), "a secret is in what caused the error"
            link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def require_line(text: str, secret: str = CANARY) -> None:
    """Make sure that an error is one line that can be sent, without a secret."""
    assert text.strip(), "an error says nothing"
    assert len(text.splitlines()) == 1, f"an error of several lines: {text!r}"
    for form in (secret, quote(secret, safe="")):
        assert form not in text, f"a secret is in an error: {text!r}"
    text.encode()


def require_figures(measurements: Iterable[Measurement]) -> None:
    """Make sure that measurements can be rendered, each series once, and are numbers."""
    found = tuple(measurements)
    assert all(math.isfinite(value) for _, value, _ in found), "a figure is no number"
    series = [(family.name, labels) for family, _, labels in found]
    assert len(set(series)) == len(series), "a series is there twice"
    rendered(Families(families_of(found)))


def require_details(details: Mapping[str, object]) -> None:
    """Make sure that details survive on their way into a document."""
    json.dumps(json_ready(details), allow_nan=False, ensure_ascii=False).encode()


def rendered(families: Collector) -> bytes:
    """Return the page in the oldest format."""
    encoder, _ = encoder_for("")
    return encoder(families)


def file_of(data: bytes, suffix: str = "") -> Path:
    """Return a file with these bytes, the same one each time."""
    path = Path(_FOLDER.name) / f"input{suffix}"
    path.write_bytes(data)
    return path
