"""Which checks are meant by what people call them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django_health.check import BaseHealthCheck
from django_health.engine.unknown import UnknownCheckError
from django_health.settings.validation import nearest_and_all


def chosen_checks(
    checks: Iterable[BaseHealthCheck], names: Collection[str]
) -> tuple[BaseHealthCheck, ...]:
    """Return the checks that are meant, in their own order; all of them where nothing is named.

    Args:
        checks: What there is.
        names: Components (``database``), targets in them (``cache/default``), or single servers and
            aspects (``system/disk``): whatever a label begins with.

    Raises:
        UnknownCheckError: A name means none of them; the text has what is like it.
    """
    found = tuple(checks)
    for name in names:
        if not any(is_named(check, (name,)) for check in found):
            what = f"unknown check {name!r}" if name else "a name is empty"
            raise UnknownCheckError(f"{what}{nearest_and_all(name, _alike(name, found))}")
    return tuple(check for check in found if not names or is_named(check, names))


def is_named(check: BaseHealthCheck, names: Iterable[str]) -> bool:
    """Whether one of the names means a check."""
    plain = [name.rstrip("/") for name in names]
    return any(check.label == name or check.label.startswith(f"{name}/") for name in plain)


def _alike(name: str, checks: Sequence[BaseHealthCheck]) -> set[str]:
    """What may have been meant: something of the component that is named, or a component."""
    component = name.partition("/")[0]
    inside = [check for check in checks if check.name == component]
    if not inside:
        return {check.name for check in checks}
    targets = {"/".join(filter(None, (check.name, check.target))) for check in inside}
    return targets | {check.label for check in inside}
