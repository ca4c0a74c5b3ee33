"""Of databases and migrations."""

from grafana_history.story.fleet import BILLING, ONE, TWO, error, trouble

SPANS = (
    error(ONE, "database", "analytics", "refused", -40),
    error(ONE, "database", "reporting", "timeout", -200, -170),
    error(ONE, "database", "default", "too_many_connections", -95, -92),
    trouble(ONE, "database", "default", "busy", -120),
    trouble(TWO, "database", "default", "lonely", -70),
    trouble(TWO, "database", "analytics", "lag", -95),
    trouble(TWO, "database", "reporting", "replication", -30),
    trouble(TWO, "database", "archive", "read_only", -50),
    trouble(BILLING, "database", "default", "restarted", -80, -60),
    trouble(BILLING, "database", "default", "slow", -55),
    trouble(BILLING, "database", "analytics", "clock", -65),
    trouble(BILLING, "database", "reporting", "busy", -110),
    trouble(BILLING, "database", "archive", "bloated", -150),
    trouble(BILLING, "database", "archive", "read_only", -7 * 24 * 60),  # it always was
    trouble(ONE, "database", "archive", "gone", -150, -130),
    # It comes and goes.
    *(error(TWO, "database", "archive", "timeout", at, at + 2) for at in range(-110, -79, 6)),
    trouble(ONE, "migrations", "default", "threshold", -30),
    trouble(TWO, "migrations", "default", "rolled_back", -25),
    trouble(BILLING, "migrations", "default", "conflict", -45),
)
