"""What stands below a member of an enumeration, or below a name of a module: its meaning."""

from __future__ import annotations

import ast
import inspect
import textwrap
from enum import Enum
from itertools import pairwise

from reference.meaning import said


def members_of(kind: type[Enum]) -> dict[str, str]:
    """Return the meaning of each member, by its value.

    Python keeps no text that stands below a member, so that the source is read for it. That is all
    that is needed here of what packages for docstrings do, which nobody has to install for it.

    Raises:
        Undocumented: A member has none.
    """
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    if not isinstance(tree, ast.ClassDef):
        raise TypeError(f"{kind} is no class")
    texts = dict(filter(None, (_named(one, below) for one, below in pairwise(tree.body))))
    return {
        str(member.value): said(texts.get(member.name), f"{kind.__name__}.{member.name}")
        for member in kind
    }


def _named(statement: ast.stmt, below: ast.stmt) -> tuple[str, str] | None:
    """The name that a statement gives something, and the text below it."""
    match statement, below:
        case (
            ast.Assign(targets=[ast.Name(id=name)]),
            ast.Expr(value=ast.Constant(value=str(text))),
        ):
            return name, inspect.cleandoc(text)
    return None
