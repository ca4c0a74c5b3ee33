"""Expressions of PromQL as trees."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from inspect import cleandoc

from promql_parser import (
    AggregateExpr,
    BinaryExpr,
    Call,
    Expr,
    MatrixSelector,
    NumberLiteral,
    ParenExpr,
    StringLiteral,
    SubqueryExpr,
    UnaryExpr,
    VectorSelector,
    parse,
)


@cache
def parsed(text: str) -> Expr:
    """Return the tree of an expression."""
    return parse(cleandoc(text))


def children(node: Expr) -> list[Expr]:
    """Return what an expression is made of, from left to right."""
    match node:
        case BinaryExpr():
            return [node.lhs, node.rhs]
        case AggregateExpr():
            return [node.expr] if node.param is None else [node.param, node.expr]
        case Call():
            return list(node.args)
        case ParenExpr() | UnaryExpr() | SubqueryExpr():
            return [node.expr]
        case MatrixSelector():
            return [node.vector_selector]
    return []


def nodes(root: Expr) -> Iterator[Expr]:
    """Yield an expression and all that it is made of."""
    yield root
    for child in children(root):
        yield from nodes(child)


def selectors(root: Expr) -> Iterator[tuple[VectorSelector, str]]:
    """Yield each selector with the function that is given its range, empty without one."""
    for node, function in _ranged(root, ""):
        if isinstance(node, VectorSelector):
            yield node, function


def _ranged(node: Expr, function: str) -> Iterator[tuple[Expr, str]]:
    yield node, function
    for child in children(node):
        if isinstance(node, Call) and isinstance(child, MatrixSelector | SubqueryExpr):
            yield from _ranged(child, node.func.name)
        elif isinstance(node, MatrixSelector):
            yield from _ranged(child, function)
        else:
            yield from _ranged(child, "")


def operator(node: BinaryExpr | AggregateExpr) -> str:
    """Return what is done: ``>``, ``and``, ``sum``."""
    return str(node.op)


def is_scalar(node: Expr) -> bool:
    """Whether an expression is a number or a text, and so has no labels."""
    match node:
        case NumberLiteral() | StringLiteral():
            return True
        case ParenExpr() | UnaryExpr():
            return is_scalar(node.expr)
        case BinaryExpr():
            return is_scalar(node.lhs) and is_scalar(node.rhs)
        case Call():
            return node.func.name in {"scalar", "time", "pi"}
    return False
