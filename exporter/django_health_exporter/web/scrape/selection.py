"""Which checks a request asks for: ``collect[]`` and ``exclude[]``, as in node_exporter."""

from __future__ import annotations

from collections.abc import Collection

from django_health_exporter.web.errors import RequestError

COLLECT = "collect[]"
EXCLUDE = "exclude[]"


def chosen_names(
    collect: Collection[str], exclude: Collection[str], names: Collection[str]
) -> tuple[str, ...] | None:
    """Return the checks that a request asks for; ``None`` where it asks for all.

    Args:
        collect: The only checks wanted, if any.
        exclude: The checks not wanted, if any.
        names: The checks that there are.

    Raises:
        RequestError: A name is unknown, both parameters are given, or nothing is left. (There
            node_exporter runs everything, which is the contrary of what was asked.)
    """
    if collect and exclude:
        raise RequestError(400, f"{COLLECT} and {EXCLUDE} cannot be combined")
    _refuse_unknown(COLLECT, collect, names)
    _refuse_unknown(EXCLUDE, exclude, names)
    if not collect and not exclude:
        return None
    chosen = tuple(name for name in names if name in (collect or names) and name not in exclude)
    if not chosen:
        raise RequestError(400, f"{EXCLUDE} leaves no check")
    return chosen


def _refuse_unknown(parameter: str, given: Collection[str], names: Collection[str]) -> None:
    for name in given:
        if name not in names:
            raise RequestError(
                400,
                f"unknown check {name[:100]!a} in {parameter}, "
                f"there are {', '.join(names) or 'none'}",
            )
