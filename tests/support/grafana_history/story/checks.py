"""Of Celery, of what is declared, and of settings."""

from grafana_history.story.fleet import BILLING, ONE, TWO, error, trouble

SPANS = (
    error(ONE, "celery", "workers", "unavailable", -25),
    trouble(ONE, "celery", "beat", "threshold", -35),
    trouble(TWO, "celery", "workers", "fewer", -40),
    error(BILLING, "celery", "workers", "unavailable", -75, -20),  # over; the budget still burns
    trouble(BILLING, "celery", "workers", "slow", -50),
    error(ONE, "http", "payments", "wrong_answer", -55),
    trouble(ONE, "http", "www", "expiry", -6 * 60),
    trouble(TWO, "http", "www", "slow", -50),
    error(ONE, "smtp", "mail", "tls", -20),
    error(TWO, "tcp", "search", "refused", -75, -45),
    error(TWO, "dns", "partner", "timeout", -18),
    error(TWO, "storage", "default", "permission", -33),
    error(TWO, "sql", "orders", "wrong_answer", -22),
    trouble(ONE, "configuration", "settings", "misconfigured", -150),
    trouble(TWO, "configuration", "system_checks", "misconfigured", -90),
    error(TWO, "configuration", "environment", "misconfigured", -28),
    error(TWO, "configuration", "cache/table", "misconfigured", -16),
    trouble(BILLING, "configuration", "settings", "silenced", -200),
)
