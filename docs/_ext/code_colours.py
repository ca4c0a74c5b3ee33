"""Languages of code blocks, with what Pygments does not know of them."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import inherit
from pygments.lexers.promql import PromQLLexer
from pygments.lexers.sql import SqlLexer
from pygments.token import Name, Punctuation
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Give Sphinx the languages."""
    app.add_lexer("promql", PromQL)
    app.add_lexer("sql", SQL)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class PromQL(PromQLLexer):
    """PromQL with the names of recorded series: ``job:requests:rate5m``."""

    tokens: ClassVar = {"root": [(r"\w+(?::\w+)+", Name.Variable), inherit]}


class SQL(SqlLexer):
    r"""SQL as it is typed into ``mysql``, where a statement may end with ``\G``."""

    tokens: ClassVar = {"root": [(r"\\[gG]", Punctuation), inherit]}
