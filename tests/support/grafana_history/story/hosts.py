"""Of hosts and containers."""

from grafana_history.story.fleet import BILLING, ONE, TWO, error, trouble

SPANS = (
    error(ONE, "system", "disk", "threshold", -180),
    error(ONE, "system", "cpu", "threshold", -60, -30),
    error(TWO, "system", "memory", "threshold", -45),
    trouble(TWO, "system", "network", "errors", -70),
    trouble(TWO, "system", "container", "oom", -50, -20),
    trouble(BILLING, "system", "uptime", "rebooted", -50),
)
