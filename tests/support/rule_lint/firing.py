"""When an alert fires: it compares, and not at the first evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from promql_parser import BinaryExpr, Call, Expr

from mixin.rules.rule import Alert, Rule, Severity
from rule_lint.book import Book
from rule_lint.tree import children, operator, parsed

COMPARISONS = {"==", "!=", ">", "<", ">=", "<="}
ABSENCE = {"absent", "absent_over_time"}


def no_comparison(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find alerts that fire whatever the values are."""
    if isinstance(rule, Alert) and rule.severity is not Severity.NONE:
        if not _selects(parsed(rule.expr)):
            yield "it compares nothing, so it always fires"
    elif isinstance(rule, Alert) and _selects(parsed(rule.expr)):
        yield "a watchdog fires always, and compares nothing"


def no_waiting(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find alerts that fire at once and do not say why."""
    if not isinstance(rule, Alert) or rule.severity is Severity.NONE or rule.for_:
        return
    if rule.severity is not Severity.INFO:
        yield f"it is of severity {rule.severity} and has no `for`"
    elif not rule.at_once:
        yield "it has no `for` and does not say why (at_once)"


def _selects(node: Expr) -> bool:
    """Whether a result can be empty by what the values are."""
    if isinstance(node, BinaryExpr):
        what = operator(node)
        left, right = _selects(node.lhs), _selects(node.rhs)
        if what in COMPARISONS:
            return node.modifier is None or not node.modifier.return_bool or left or right
        if what == "or":
            return left and right
        return what == "unless" or left or right
    if isinstance(node, Call) and node.func.name in ABSENCE:
        return True
    return any(_selects(child) for child in children(node))
