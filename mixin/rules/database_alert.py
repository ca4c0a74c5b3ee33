"""What the alerts about databases have in common."""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert

DATABASE = "job, instance, database"
"""The labels that tell one database from all others."""

MYSQL = "mysql|mariadb"

_THIS = "{job=%q,instance=%q,database=%q}"


def _told(metric: str, label: str, before: str, after: str) -> str:
    """Return a template of a label that another series of the database has, where there is one.

    A label of the alert itself would make it another alert when it changes, and a join would end
    the alert together with that series.
    """
    return (
        f'{{{{ with printf "{metric}" $labels.job $labels.instance $labels.database | query }}}}'
        f'{before}{{{{ . | first | label "{label}" }}}}{after}{{{{ end }}}}'
    )


NAMED = "{{ $labels.database }}" + _told(
    f"last_over_time(django_health_database_info{_THIS}[1d])", "engine", " (", ")"
)
"""The database and its engine, which a server that is down does not tell any more."""

REASON = _told(f"django_health_database_error{_THIS} == 1", "reason", " The reason is ", ".")
"""Why it does not work, in the exporter's word for it."""

database_alert = partial(
    Alert,
    component="database",
    dashboard="dhe-databases",
    kept={"job": "job", "instance": "instance", "alias": "database"},
)
"""Makes an alert about a database."""


def runs(engines: str) -> str:
    """Return what narrows an expression to databases of some engines.

    Args:
        engines: Them, as a pattern.
    """
    matcher = "=~" if "|" in engines else "="
    return f'and on ({DATABASE}) django_health_database_info{{engine{matcher}"{engines}"}}'


def hits_below(share: float, reads: float, engines: str) -> str:
    """Return what is true where memory serves too few pages, of so many that it matters.

    Args:
        share: Of the pages that are asked for.
        reads: Pages per second that memory does not serve; fewer do not matter.
        engines: As a pattern.
    """
    hits = "rate(django_health_database_buffer_hits_total[30m])"
    others = "rate(django_health_database_buffer_reads_total[30m])"
    return f"""
        {hits}
        / ({hits} + {others})
        < {share}
        and {others} > {reads}
        {runs(engines)}
    """
