"""Of the daemons themselves."""

from grafana_history.story.fleet import BILLING, LEGACY, ONE, TWO, error, trouble

SPANS = (
    error(BILLING, "exporter", "process", "down", -15),
    error(LEGACY, "exporter", "target", "gone", -180),
    trouble(LEGACY, "exporter", "checks", "none", -300, -180),
    trouble(TWO, "exporter", "version", "changed", -150),
    trouble(TWO, "exporter", "reload", "failed", -100),
    trouble(BILLING, "exporter", "web_reload", "failed", -100),
    trouble(BILLING, "exporter", "process", "restarting", -140, -60),
    trouble(BILLING, "exporter", "scrape", "slow", -90, -70),
    trouble(BILLING, "exporter", "dns", "missing", -50),
    trouble(ONE, "exporter", "neighbour", "never", -45),
    trouble(ONE, "exporter", "stuck", "stuck", -40),
    trouble(ONE, "exporter", "clients", "many", -80, -50),
)
