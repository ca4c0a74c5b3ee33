"""A linter for dashboards: what Grafana would take, and a reader at night would not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from dashboard_linter.annotations import annotations_missing, annotations_unlike_others
from dashboard_linter.board import (
    editable,
    inputs,
    newer_schema,
    refreshes_by_no_text,
    unfit_tags,
    unfit_uid,
)
from dashboard_linter.counters import fixed_rates, rates_of_others, raw_counters
from dashboard_linter.grid import ids_not_its_own, outside, overlapping
from dashboard_linter.known import Known
from dashboard_linter.links import dead_links, forgetful_links, forgetful_menus
from dashboard_linter.panels import (
    gone_types,
    no_description,
    no_legend,
    no_queries,
    no_title,
)
from dashboard_linter.queries import (
    needless_patterns,
    not_by_variables,
    not_promql,
    unknown_metrics,
    unknown_variables,
)
from dashboard_linter.reading import Json, boards
from dashboard_linter.sources import fixed_sources
from dashboard_linter.units import no_unit, unfit_units, unknown_units
from dashboard_linter.values import no_steps, unsorted_steps
from dashboard_linter.variables import (
    no_source_variable,
    not_reloaded,
    single_choices,
    unanswerable_variables,
)

__all__ = ["LINTS", "Finding", "Known", "Lint", "boards", "findings"]

Lint = Callable[[Json, Known], Iterator[tuple[str, str]]]
"""Tells where something is wrong with a dashboard, and what."""

LINTS: tuple[Lint, ...] = (
    editable,
    inputs,
    newer_schema,
    refreshes_by_no_text,
    unfit_tags,
    unfit_uid,
    ids_not_its_own,
    outside,
    overlapping,
    no_source_variable,
    not_reloaded,
    single_choices,
    unanswerable_variables,
    fixed_sources,
    gone_types,
    no_title,
    no_description,
    no_queries,
    no_legend,
    no_unit,
    unknown_units,
    unfit_units,
    no_steps,
    unsorted_steps,
    not_promql,
    not_by_variables,
    needless_patterns,
    unknown_metrics,
    unknown_variables,
    raw_counters,
    rates_of_others,
    fixed_rates,
    annotations_missing,
    annotations_unlike_others,
    dead_links,
    forgetful_links,
    forgetful_menus,
)


class Finding(NamedTuple):
    """Something that is wrong.

    Attributes:
        board: The dashboard's uid.
        lint: What found it.
        where: The panel, the variable, or what else it is about.
        text: What is wrong.
    """

    board: str
    lint: str
    where: str
    text: str


def findings(found: Mapping[str, Json], known: Known) -> list[Finding]:
    """Return what is wrong with dashboards.

    Args:
        found: Them, by uid.
        known: What else there is.
    """
    return [
        Finding(uid, lint.__name__, where, text)
        for uid, board in found.items()
        for lint in LINTS
        for where, text in lint(board, known)
    ]
