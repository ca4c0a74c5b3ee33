"""Links between dashboards: they lead somewhere, and keep time and choice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, panels, title

_TO_BOARD = re.compile(r"/d/([\w-]+)([^\s\"'<>)\\]*)")
_KEPT = {
    "the time range": ("${__url_time_range}",),
    "the data source": ("${datasource:queryparam}", "${__all_variables}"),
    "the job": ("${job:queryparam}", "var-job=", "${__all_variables}"),
    "the instance": ("${instance:queryparam}", "var-instance=", "${__all_variables}"),
}

_CHOICES = ("datasource", "job", "instance")


def dead_links(board: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Find links to dashboards that do not exist."""
    for where, uid, _ in _links(board):
        if uid not in known.uids:
            yield where, f"there is no dashboard {uid}"


def forgetful_links(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find links after which something has to be chosen again."""
    for where, uid, query in _links(board):
        for what, ways in _KEPT.items():
            if not any(way in query for way in ways):
                yield where, f"the link to {uid} does not keep {what}"


def forgetful_menus(board: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Find a dashboard without a link to each other one, or with one that keeps not just enough."""
    links = [link for link in board.get("links", []) if _TO_BOARD.match(link.get("url") or "")]
    others = known.uids - {board.get("uid")} if board.get("uid") in known.uids else ()
    for uid in sorted(others):
        if not any(f"/d/{uid}?" in link["url"] for link in links):
            yield "links", f"there is no link to {uid}"
    for link in links:
        lost = [name for name in _CHOICES if f"${{{name}:queryparam}}" not in link["url"]]
        if lost or not link.get("keepTime"):
            yield "links", f"{link.get('title')!r} does not keep {', '.join(lost) or 'the time'}"
    for link in board.get("links", []):
        if link.get("includeVars") or "alias" in (link.get("url") or ""):
            yield "links", f"{link.get('title')!r} keeps the alias, which others have none of"


def _links(board: Json) -> Iterator[tuple[str, str, str]]:
    """Yield each link of a panel: its place, the uid that it leads to, and the rest of it."""
    for panel in panels(board):
        own = {key: value for key, value in panel.items() if key != "panels"}
        for uid, query in _TO_BOARD.findall(json.dumps(own)):
            yield title(panel), uid, query
