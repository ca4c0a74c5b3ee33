"""Of caches."""

from grafana_history.ground import SECOND
from grafana_history.story.fleet import BILLING, ONE, TWO, error, trouble

SPANS = (
    error(ONE, "cache", "sessions", "refused", -90, -60),
    error(BILLING, "cache", SECOND, "refused", -35),
    trouble(ONE, "cache", "default", "full", -120),
    trouble(ONE, "cache", "replica", "link", -25),
    trouble(TWO, "cache", "default", "limit", -45),
    trouble(TWO, "cache", "replica", "read_only", -20),
    trouble(TWO, "cache", "table", "rows", -300),
    trouble(BILLING, "cache", "default", "slow", -70),
    trouble(BILLING, "cache", "replica", "loading", -28, -20),
    trouble(BILLING, "cache", "sessions", "full", -100),
    trouble(BILLING, "cache", "default", "unsaved", -390),
    trouble(TWO, "cache", "default", "restarted", -130, -100),
    trouble(ONE, "cache", "pages", "gone", -150, -130),
    # It comes and goes.
    *(error(TWO, "cache", "sessions", "timeout", since, since + 2) for since in range(-110, -9, 6)),
)
