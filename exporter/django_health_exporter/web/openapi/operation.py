"""What one operation of the HTTP interface is: its parameters and its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

Schema = dict[str, Any]
"""A piece of JSON Schema."""


class Text(NamedTuple):
    """A body that is text of a media type, of no further shape."""

    media_type: str


class Json(NamedTuple):
    """A body that is JSON of the shape of a type, or YAML of the same."""

    shape: Any
    media_type: str = "application/json"


Body = Text | Json

PLAIN = Text("text/plain")


class Answer(NamedTuple):
    """What is answered with one status code: why, and in which forms."""

    why: str
    bodies: Sequence[Body] = (PLAIN,)


class Parameter(NamedTuple):
    """What a request may say."""

    name: str
    place: Literal["query", "header"]
    schema: Schema
    description: str
    required: bool = False

    def told(self) -> Schema:
        """Return it as the document has it."""
        return {
            "name": self.name,
            "in": self.place,
            "required": self.required,
            "schema": self.schema,
            "description": self.description,
        }


class Operation(NamedTuple):
    """What can be asked.

    Attributes:
        path: Without the route prefix.
        method: In small letters.
        summary: What is asked, in a few words.
        answers: By status code; those that every operation has are not among them.
        parameters: What a request may say.
        waits: Whether it waits for checks.
    """

    path: str
    method: Literal["get", "post", "put"]
    summary: str
    answers: Mapping[int, Answer]
    parameters: Sequence[Parameter] = ()
    waits: bool = False

    @property
    def identity(self) -> str:
        """What it is called by programs: ``get_health_detailed``."""
        words = re.findall(r"\w+", self.path.removesuffix(".json"))
        return "_".join([self.method, *(words or ["landing_page"])])

    @property
    def shapes(self) -> Iterator[Json]:
        """The bodies whose shape has to be told."""
        for answer in self.answers.values():
            yield from (body for body in answer.bodies if isinstance(body, Json))
