"""Of the days before the last hours, for what looks at a month."""

from grafana_history.story.fleet import BILLING, ONE, TWO, error

_DAY = 24 * 60

SPANS = (
    error(ONE, "database", "reporting", "timeout", -21 * _DAY, -21 * _DAY + 50),
    error(BILLING, "exporter", "process", "down", -17 * _DAY, -17 * _DAY + 45),
    error(ONE, "database", "default", "refused", -12 * _DAY, -12 * _DAY + 20),
    error(TWO, "cache", "default", "timeout", -8 * _DAY, -8 * _DAY + 8),
    error(BILLING, "http", "payments", "timeout", -4 * _DAY, -4 * _DAY + 30),
)
