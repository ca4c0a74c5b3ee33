"""Every selector can be narrowed to a job."""

from __future__ import annotations

import pytest
from promql_parser import MatchOp, VectorSelector, parse

from django_health_exporter.bundled.filling import filled
from mixin.rules.narrowing import narrowable
from mixin.rules.rule import Rule
from mixin.rules.table import FILES
from rule_lint.tree import selectors

JOB = "shop-1"
RULES = [rule for file in FILES for group in file.groups for rule in group.rules]


def _narrowed(expr: str) -> str:
    return filled(narrowable(expr), {}, JOB)


@pytest.mark.parametrize(
    ("expr", "narrowed"),
    [
        ("up == 0", 'up{job="J"} == 0'),
        ('up{a="}"} == 0', 'up{a="}",job="J"} == 0'),
        (
            "sum by (up) (rate(a:b:c[5m] offset 1h))",
            'sum by (up) (rate(a:b:c{job="J"}[5m] offset 1h))',
        ),
        ("sum (up) by (job)", 'sum (up{job="J"}) by (job)'),
        ("a * on (b) group_left c", 'a{job="J"} * on (b) group_left c{job="J"}'),
        ("a and on(b)c unless bool", 'a{job="J"} and on(b)c{job="J"} unless bool'),
        ("vector(1) > inf", "vector(1) > inf"),
        (
            "label_replace(a, 'up', \"b\", '', '')",
            "label_replace(a{job=\"J\"}, 'up', \"b\", '', '')",
        ),
        ("a[1h:5m] > 1e3", 'a{job="J"}[1h:5m] > 1e3'),
    ],
)
def test_selectors(expr: str, narrowed: str) -> None:
    """Names of metrics alone, with and without matchers of their own."""
    assert _narrowed(expr) == narrowed.replace('"J"', f'"{JOB}"')


def test_a_selector_without_a_name_is_told() -> None:
    """It would be left as it is."""
    with pytest.raises(ValueError, match="without the name"):
        narrowable('{__name__=~"a.*"} > 1')


def _without_job(selector: VectorSelector) -> tuple[object, ...]:
    kept = [(m.op, m.name, m.value) for m in selector.matchers.matchers if m.name != "job"]
    return selector.name, str(selector.offset), kept


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.name))
def test_every_selector_of_the_rules_is_narrowed(rule: Rule) -> None:
    """As PromQL itself reads it; besides, the expression is what it was."""
    before, after = (list(selectors(parse(one))) for one in (rule.expr, _narrowed(rule.expr)))
    assert [_without_job(one) for one, _ in before] == [_without_job(one) for one, _ in after]
    for selector, _ in after:
        (matcher,) = (one for one in selector.matchers.matchers if one.name == "job")
        assert (matcher.op, matcher.value) == (MatchOp.Equal, JOB)
    assert filled(narrowable(rule.expr), {}) == rule.expr
