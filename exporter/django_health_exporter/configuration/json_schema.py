"""The files of the daemon as JSON schemas, by which editors complete and complain."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from django_health_exporter.configuration.schema import ConfigurationFile
from django_health_exporter.documents.attributes import attributes_of
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.schema import WebFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_EXPLAINED_BY: Mapping[str, tuple[type[msgspec.Struct], ...]] = {"WebSection": (WebConfig,)}
"""Where else the meaning of keys stands: those of the file are those of the flags."""

_ADDRESSES = {"HttpEndpoint": ("url",), "LinkedPages": ("grafana_url", "runbooks_url")}
"""Keys whose value is an address of the web."""

_ADDRESS = r"^$|^[hH][tT][tT][pP][sS]?://|\$\{"
"""How one begins, unless a variable is a part of it."""

_MARKS = re.compile(r"``(?P<word>[^`]*)``|:\w+:`~?(?P<role>[^`]*)`")


class Described(NamedTuple):
    """A file that has a schema.

    Attributes:
        kind: The type of its content.
        title: What it is called.
        is_text: Whether each value is read as a text, as in the files of all exporters; so that a
            number or a boolean may stand for the text that it is.
    """

    kind: type[msgspec.Struct]
    title: str
    is_text: bool = False


FILES: Mapping[str, Described] = {
    "config": Described(ConfigurationFile, "Configuration of django-health-exporter"),
    "web": Described(WebFile, "Web configuration file of django-health-exporter", is_text=True),
}
"""By the flag's name: that of ``--config.file``, and that of ``--web.config.file``."""


def json_schema(name: str) -> dict[str, Any]:
    """Return the schema of a file, with the meaning of each key.

    Args:
        name: One of :data:`FILES`.
    """
    described = FILES[name]
    (top,), components = msgspec.json.schema_components([described.kind], schema_hook=_hook)
    structs = {struct.__name__: struct for struct in _structs(described.kind)}
    for component, schema in components.items():
        if component in structs:
            for explained in (structs[component], *_EXPLAINED_BY.get(component, ())):
                _explain(schema, explained)
        if described.is_text:
            _take_scalars(schema)
    for component, keys in _ADDRESSES.items():
        for key in keys if component in components else ():
            components[component]["properties"][key]["pattern"] = _ADDRESS
    content = [top, {"type": "null"}]  # a file may be empty
    return {"$schema": DIALECT, "title": described.title, "anyOf": content, "$defs": components}


def _hook(kind: type) -> dict[str, Any]:
    """The schema of what msgspec leaves alone: anything."""
    if kind is object:
        return {"type": list(_ANYTHING)}
    raise NotImplementedError


def _structs(kind: Any) -> Iterable[type[msgspec.Struct]]:
    """Every struct that a type is made of."""
    found: dict[type[msgspec.Struct], None] = {}
    waiting = [msgspec.inspect.type_info(kind)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, msgspec.inspect.StructType):
            if info.cls in found:
                continue
            found[info.cls] = None
            waiting += [field.type for field in info.fields]
        waiting += getattr(info, "types", ())
        waiting += filter(None, (getattr(info, name, None) for name in _INNER))
    return found


_ANYTHING = ("object", "array", "string", "number", "boolean", "null")

_INNER = ("value_type", "item_type", "type")
"""Where the description of a type holds those of the types in it."""


def _explain(schema: dict[str, Any], struct: type[msgspec.Struct]) -> None:
    """Put the words of a struct's docstring beside its keys."""
    if schema.get("title") == struct.__name__:
        schema["description"] = _plain(inspect.cleandoc(struct.__doc__ or "").partition("\n\n")[0])
    texts = attributes_of(struct)
    fields = {field.encode_name: field.name for field in msgspec.structs.fields(struct)}
    for key, one in schema.get("properties", {}).items():
        if text := texts.get(fields.get(key, key)):
            one["description"] = _plain(text)


def _plain(text: str) -> str:
    """A text without the marks of its markup."""
    return _MARKS.sub(lambda found: found["word"] or found["role"] or "", " ".join(text.split()))


def _take_scalars(schema: Any) -> None:
    """Have a number or a boolean be good wherever a text is."""
    if isinstance(schema, list):
        for one in schema:
            _take_scalars(one)
    elif isinstance(schema, dict):
        for one in schema.values():
            _take_scalars(one)
        if schema.get("type") == "string" and "enum" not in schema:
            schema["type"] = ["string", "number", "boolean"]
