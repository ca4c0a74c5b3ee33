"""What the alerts about checks of every kind have in common."""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert

check_alert = partial(
    Alert,
    component="{{ $labels.check }}",
    dashboard="dhe-overview",
    kept={"job": "job", "instance": "instance"},
)
"""Makes an alert about a component of one instance."""


def _asked(query: str, metric: str) -> str:
    """Return the part of a template that asks for more about the check when the alert fires.

    Reasons and targets may change while a component is down; as labels of the alert, each change
    would make another alert of it.
    """
    of_the_check = query.replace(metric, f"{metric}{{job=%q,instance=%q,check=%q}}")
    return f'query (printf "{of_the_check}" $labels.job $labels.instance $labels.check)'


def _listed(asked: str, one: str) -> str:
    """Return a template that lists what was asked, with commas between."""
    return f"{{{{ range $i, $one := {asked} }}}}{{{{ if $i }}}}, {{{{ end }}}}{one}{{{{ end }}}}"


_WHY = _asked("count by (reason) (django_health_check_error == 1)", "django_health_check_error")

REASONS = _listed(f'{_WHY} | sortByLabel "reason"', '{{ label "reason" $one }}')
"""A template: why a component is not well."""

# The servers of a cache have its name in common; without the place each answer has another order.
_WHAT = _asked(
    "count by (target, part, place)"
    " (label_join(django_health_exporter_check_success == 0, 'place', '/', 'target', 'part'))",
    "django_health_exporter_check_success",
)
_NAME = "".join(
    f'{{{{ with label "{label}" $one }}}}/{{{{ . }}}}{{{{ end }}}}' for label in ("target", "part")
)

FAILING = (
    f'{{{{ with {_WHAT} | sortByLabel "place" }}}}'
    f" Failing: {_listed('.', '{{ $labels.check }}' + _NAME)}.{{{{ end }}}}"
)
"""A template: what of a component fails; nothing where no daemon tells that."""
