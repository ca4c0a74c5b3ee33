"""The dashboard as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json

NEWEST = 39
"""A newer schema would be loaded as it is by a Grafana that does not know it."""
_UID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_REFRESH = re.compile(r"\d+[smhd]")


def editable(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find what could be changed by hand, and would be overwritten."""
    if board.get("editable", True) is not False:
        yield "dashboard", "editable is not false"


def inputs(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find what asks at the import, and so cannot be provisioned."""
    for key in ("__inputs", "__requires", "__elements"):
        if key in board:
            yield "dashboard", f"{key} cannot be provisioned"


def newer_schema(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a schema that older Grafanas do not know."""
    version = board.get("schemaVersion")
    if not isinstance(version, int) or version > NEWEST:
        yield "dashboard", f"schemaVersion is {version}, not {NEWEST} or less"


def refreshes_by_no_text(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a refresh that newer Grafanas refuse."""
    refresh = board.get("refresh")
    if not isinstance(refresh, str) or not _REFRESH.fullmatch(refresh):
        yield "dashboard", f"refresh is {refresh!r}, not a time as a text"


def unfit_tags(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a dashboard that no list of those of a tag would have."""
    if not board.get("tags"):
        yield "dashboard", "it has no tag"


def unfit_uid(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find a uid that cannot stay for ever."""
    uid = board.get("uid") or ""
    if not _UID.fullmatch(uid):
        yield "dashboard", f"the uid {uid!r} is not 1 to 40 of a-z, 0-9, _ and -"
    if board.get("id") is not None:
        yield "dashboard", "its id is that of some database"
