"""The objective, and how fast its budget is burnt; ``NOT_SERVING`` is no part of it."""

from __future__ import annotations

from dataclasses import dataclass

from mixin.rules.recording import failures
from mixin.rules.rule import Alert, Group, RuleFile, Severity
from mixin.thresholds import OBJECTIVE


@dataclass(frozen=True, slots=True)
class _Burn:
    """How fast the budget of 30 days may not be burnt.

    Attributes:
        factor: How many times as fast as it would last the 30 days.
        window: Over which time; that it is so.
        recent: Over which; that it was so lately, so that the alert ends within this time after the
            fault. Within it, what works again may still fire.
        known: For how long a component has to be known: half of the window. A component that is new
            and fails has used up nothing yet.
        severity: What is to be done.
        for_: For how long it must be so.
        share: Of the budget, used up when the alert fires.
    """

    factor: float
    window: str
    recent: str
    known: str
    severity: Severity
    for_: str
    share: str


_BURNS = (
    _Burn(14.4, "1h", "5m", "30m", Severity.CRITICAL, "2m", "2%"),
    _Burn(6, "6h", "30m", "3h", Severity.CRITICAL, "15m", "5%"),
    _Burn(3, "1d", "2h", "12h", Severity.WARNING, "1h", "10%"),
    _Burn(1, "3d", "6h", "36h", Severity.WARNING, "3h", "10%"),
)


def _alert(burn: _Burn) -> Alert:
    limit = f"({burn.factor:g} * (1 - {OBJECTIVE}))"
    return Alert(
        name="DjangoHealthErrorBudgetBurn",
        expr=f"""
            {failures(burn.window)} > {limit}
            and {failures(burn.recent)} > {limit}
            and present_over_time({failures("5m")}[{burn.known}] offset {burn.known})
        """,
        severity=burn.severity,
        component="{{ $labels.check }}",
        summary="{{ $labels.check }} of job {{ $labels.job }} fails too often for its objective",
        description=f"""
            In {burn.window} it failed {{{{ $value | humanizePercentage }}}} of the time, and in
            the last {burn.recent} too often as well, though it may work by now. The objective is
            that it works {OBJECTIVE * 100}% of 30 days, and {burn.share} of what may fail is used
            up. See on the dashboard how much is left, and in the alerts about its instances why.
        """,
        dashboard="dhe-exporter",
        kept={"job": "job"},
        for_=burn.for_,
        labels={"window": burn.window},
    )


SLO = RuleFile("slo", [Group("django-health-error-budget", [_alert(burn) for burn in _BURNS])])
