"""Answers that may not get to whoever asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

import click


class UnwrittenError(click.ClickException):
    """There is an answer, and nowhere to put it."""

    exit_code = 2


@contextmanager
def writing(stream: IO[str], kind: type[UnwrittenError] = UnwrittenError) -> Iterator[None]:
    """Say in a line why an answer cannot be written; a pipe that nobody reads is no matter.

    Args:
        stream: Where it is written during the block.
        kind: What is raised.

    Raises:
        UnwrittenError: The disk is full, or the like.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # click ends the program quietly
    except OSError as error:
        _forget(stream)
        text = f"the answer cannot be written: {error.strerror}"
        raise kind(text) from None


def _forget(stream: IO[str]) -> None:
    """Let what is left in a stream's buffer go nowhere: at its end the interpreter would fail."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
