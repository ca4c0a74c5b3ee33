"""Clock and time zone of a database server, against those of this host and of Django."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django_health.checks.configuration.borrower import ConfigurationBorrower
from django_health.checks.configuration.clock import STATEMENTS, Skew, measured
from django_health.checks.configuration.families import CLOCK_SKEW, TIME_ZONE_FINDING
from django_health.checks.configuration.time_zone import (
    Answer,
    Expected,
    expected_at,
    instants,
    matches,
    statement,
)
from django_health.databases.lending import Lender
from django_health.failure import CheckFailed
from django_health.result import Measurement, Outcome, Reason, Status
from django_health.verdict import FINE, Verdict, worst

_MISMATCH = Verdict(
    Status.WARNING,
    Reason.MISCONFIGURED,
    "the server's time zone is not TIME_ZONE while USE_TZ is off: what the server calls now "
    "is another time than the application's",
)
_UNKNOWN = {
    "postgresql": Verdict(
        Status.ERROR,
        Reason.MISCONFIGURED,
        "the server does not know the TIME_ZONE that Django sets on its connections, which fail",
    ),
    "mysql": Verdict(
        Status.WARNING,
        Reason.MISCONFIGURED,
        "the server cannot convert to TIME_ZONE, so that queries by date or hour fail: "
        "load its time zones with mysql_tzinfo_to_sql",
    ),
}


class DatabaseTimeCheck(ConfigurationBorrower):
    """The clock of a server, and its time zone where Django depends on it.

    A skew above five seconds warns. A time zone is compared by what its clocks show in winter and
    in summer, not by its name; with ``USE_TZ`` a difference is told in the details alone, because
    Django's times are in UTC then.

    Details: ``clock_skew_seconds`` (positive: the server is ahead), ``uncertainty_seconds``,
    ``time_zone_matches`` where that can be told, and ``time_zone_known``.

    Args:
        lender: The database; of a kind that :data:`clock.STATEMENTS` has.
        timeout: Seconds that a run may take.
        wall_clock: This host's Unix time in seconds.
    """

    description = "clock and time zone of a database server"

    def __init__(
        self, lender: Lender, timeout: float, *, wall_clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(lender, timeout)
        self.part = f"database/{lender.target}"
        self._alias = lender.target
        self._vendor = lender.vendor
        self._wall_clock = wall_clock

    def _ask(self) -> Outcome:
        expected = expected_at(self._alias)
        # The zone first: that question also opens the connection, which the clock must not pay for.
        zone, details, figures = self._zone(expected) if expected else (FINE, {}, ())
        skew = measured(self._their_time, self._wall_clock)
        verdict = worst([zone, _judged(skew)])
        return Outcome(
            *verdict,
            details={
                "clock_skew_seconds": skew.seconds,
                "uncertainty_seconds": skew.uncertainty,
                **details,
            },
            measurements=(CLOCK_SKEW(skew.seconds, self._alias), *figures),
        )

    def _their_time(self) -> int:
        match self._numbers(STATEMENTS[self._vendor]):
            case (int(microseconds),):
                return microseconds
        raise CheckFailed(Reason.WRONG_ANSWER)

    def _zone(
        self, expected: Expected
    ) -> tuple[Verdict, dict[str, object], tuple[Measurement, ...]]:
        moments = instants(datetime.now(UTC))
        match self._numbers(statement(self._vendor, expected, moments)):
            case (january, july, int(known)):
                answer = Answer(january, july, bool(known))
            case _:
                raise CheckFailed(Reason.WRONG_ANSWER)
        same = matches(answer, expected, moments)
        is_mismatch = same is False and not expected.uses_tz
        details = {} if same is None else {"time_zone_matches": same}
        figures = (
            TIME_ZONE_FINDING(is_mismatch, self._alias, "mismatch"),
            TIME_ZONE_FINDING(not answer.is_known, self._alias, "unknown_zone"),
        )
        verdict = worst(
            [
                FINE if answer.is_known else _UNKNOWN[self._vendor],
                _MISMATCH if is_mismatch else FINE,
            ]
        )
        return verdict, {**details, "time_zone_known": answer.is_known}, figures


def _judged(skew: Skew) -> Verdict:
    if not skew.is_too_large:
        return FINE
    return Verdict(Status.WARNING, Reason.THRESHOLD, skew.sentence)
