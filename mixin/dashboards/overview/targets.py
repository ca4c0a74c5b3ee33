"""The targets of all components under the same labels: job, instance, check and target.

Each component names its targets by a label of its own, and has no metric of a common name for what
is wrong with one.
"""

from __future__ import annotations

from mixin.dashboards.queries import MATCHERS, select
from mixin.dashboards.reach import SILENT, UNANSWERED

EACH = "job, instance, check, target"
"""What tells one target from all others."""

_COMPONENTS = ("database", "cache", "migrations", "http", "smtp", "tcp", "dns", "storage", "sql")
_NAMES = '"database", "cache", "endpoint", "storage", "query"'
_SUCCESS = "django_health_exporter_check_success"


def figure(end: str, more: str = "") -> str:
    """Return a figure that each component has of its targets, as ``up`` and ``error``.

    Args:
        end: Of the metric's name.
        more: Another label to keep.
    """
    found = f'{{__name__=~"django_health_({"|".join(_COMPONENTS)})_{end}",{MATCHERS}}}'
    checked = f'label_join({found}, "target", "", {_NAMES})'
    for component in _COMPONENTS:
        checked = (
            f'label_replace({checked}, "check", "{component}", "__name__", ".*_{component}_.*")'
        )
    return f"max by ({', '.join(filter(None, (EACH, more)))}) ({_chosen(checked)})"


def parts(metric: str) -> str:
    """Return a figure of parts as that of targets, for components that have no targets."""
    found = select(metric, "part", target="")
    return f'max by ({EACH}) (label_join({found}, "target", "", "part"))'


def every(metric: str) -> str:
    """Return a figure of the daemon's, of targets and of parts."""
    return f"max by ({EACH}) ({select(metric, 'target', target='!')}) or {parts(metric)}"


def failing() -> str:
    """Return what does not work, as 0, with the reason where it is certain."""
    down = f"{figure('error', 'reason')} * 0 and on ({EACH}) {figure('up')} == 0"
    part = f"{parts(_SUCCESS)} == 0"
    reason = f"max by (job, instance, check, reason) ({select('django_health_check_error')} == 1)"
    ambiguous = f"count by (job, instance, check) ({reason}) > 1"
    because = (
        f"({part}) * on (job, instance, check) group_left (reason) "
        f"({reason} unless on (job, instance, check) {ambiguous})"
    )
    several = f'label_replace({part}, "reason", "several reasons", "", "")'
    return f"({down}) or ({because}) or on ({EACH}) {several}"


def silent() -> str:
    """Return exporters that cannot be scraped, as 1, as if they were a component."""
    named = f'label_replace(max by (job, instance) ({SILENT}), "check", "exporter", "", "")'
    return f'label_replace({named}, "reason", "no answer, its checks are UNKNOWN", "", "") + 1'


def unanswered() -> str:
    """Return what single exporters do not answer about, as 1, by the label ``name``."""
    found = f'label_replace({UNANSWERED}, "name", "itself", "", "")'
    found = f'label_replace({found}, "name", "$1", "target", "(.+)")'
    # A target has a name of its own on the boards: this one is that of /probe.
    found = f'label_replace(max by (job, instance, name) ({found}), "check", "exporter", "", "")'
    return f'label_replace({found}, "reason", "no answer", "", "") + 1'


def working() -> str:
    """Return whether each target works; of components that tell of no target, whether all does.

    Only of these what the daemon tells of its checks is asked: where targets are scraped one by one
    (/probe), it tells little of them itself.
    """
    whole = _chosen(f"max by (job, instance, check) ({select('django_health_check_status')})")
    return f"{figure('up')} or {parts(_SUCCESS)} or on (job, instance, check) {whole}"


def states() -> str:
    """Return the state of each target: 0 down, 1 not asked, 2 warns, 3 up."""
    up = figure("up")
    warns = f"max by ({EACH}) ({figure('error')}) * {up}"
    return f"3 * {up} - ({warns} or 0 * {up}) or 3 * ({parts(_SUCCESS)})"


def _chosen(expr: str) -> str:
    """Keep what the variable ``alias`` means, where a selector cannot: the label is a made one."""
    kept = 'label_replace(vector(1), "chosen", "yes", "", "")'
    return f'label_replace({expr}, "chosen", "yes", "target", "$alias") and on (chosen) {kept}'
