"""YAML without what a configuration has no need of, and with errors that repeat none of it.

Anchors and aliases are refused: an alias of aliases grows beyond measure, and ``password: *x`` or
``password: &x`` is a password that lacks its quotes. So are tags (``password: !x``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError
from yaml.events import AliasEvent
from yaml.nodes import MappingNode, Node, ScalarNode
from yaml.parser import ParserError
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from django_health.settings.validation import LARGEST_BITS, InvalidDocument


class _AnchorError(yaml.MarkedYAMLError):
    """There is an anchor or an alias."""


class _TagError(yaml.MarkedYAMLError):
    """There is a tag."""


class _TwiceError(yaml.MarkedYAMLError):
    """A mapping has a key twice, of which YAML would drop the first."""


class _ValueError(yaml.MarkedYAMLError):
    """A value looks like a number or a date and is none."""


_SENTENCES: dict[type[yaml.MarkedYAMLError], str] = {
    _AnchorError: "anchors and aliases are not taken: put a text that begins with & or * in quotes",
    _TagError: "tags are not taken: put a text that begins with ! in quotes",
    _TwiceError: "the key stands twice in one mapping: keep one of them",
    _ValueError: "looks like a number or a date and is none: put it in quotes",
    ScannerError: "a character is out of place: put a text with special characters in quotes",
    ParserError: "a bracket, comma or indentation is missing or out of place",
    ComposerError: "there is more than one document",
    ConstructorError: "a key or a value cannot be understood: put it in quotes",
}


class _Loader(yaml.SafeLoader):
    """Mappings, lists and plain values."""

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _AnchorError(problem_mark=event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise _TagError(problem_mark=event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, object]:
        keys = [key for key, _ in node.value if isinstance(key, ScalarNode)]
        times = Counter(key.value for key in keys)
        if twice := [key for key in keys if times[key.value] > 1]:
            raise _TwiceError(problem_mark=twice[-1].start_mark)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: Node, deep: bool = False) -> object:
        try:
            value: object = super().construct_object(node, deep)
        except (ValueError, ArithmeticError):
            raise _ValueError(problem_mark=node.start_mark) from None
        if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
            raise _ValueError(problem_mark=node.start_mark)
        return value


class _TextLoader(_Loader):
    """Mappings, lists and texts: a value without quotes is what is written, or nothing."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's name
        first: [(tag, form) for tag, form in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def parse_yaml(text: str, name: str, *, as_texts: bool = False) -> object:
    """Return what a YAML document holds; an empty one is ``None``.

    Args:
        text: The document.
        name: What it is called in errors.
        as_texts: Whether ``007`` and ``yes`` are texts, as those know who read them as such.

    Raises:
        InvalidDocument: It cannot be parsed; the text is place and cause, and repeats nothing.
    """
    try:
        return yaml.load(text, _TextLoader if as_texts else _Loader)  # noqa: S506 - safe ones
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        sentence = _SENTENCES.get(type(error), "is not YAML")
        raise InvalidDocument(f"{name}{line}: {sentence}") from None
    except ReaderError as error:
        raise InvalidDocument(
            f"{name}: a character at position {error.position} is none of a text"
        ) from None
    except RecursionError:
        raise InvalidDocument(f"{name}: is nested too deeply") from None
