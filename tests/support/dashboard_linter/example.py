"""A small dashboard in which nothing is wrong, to be spoilt by tests."""

from __future__ import annotations

from dashboard_linter.reading import Json

BY_VARIABLES = 'job=~"$job",instance=~"$instance"'
OR_NONE = 'job=~"$job|",instance=~"$instance|"'
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
KEPT = "${__url_time_range}&${datasource:queryparam}&${job:queryparam}&${instance:queryparam}"


def query(expr: str, letter: str = "A", legend: str = "{{instance}}") -> Json:
    """Return a query of a panel."""
    return {"datasource": SOURCE, "expr": expr, "refId": letter, "legendFormat": legend}


def panel(number: int, name: str, expr: str, unit: str, x: int, y: int) -> Json:
    """Return a panel of lines, half as wide as the page."""
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 0.9}]
    return {
        "id": number,
        "type": "timeseries",
        "title": name,
        "description": "What it is (`x.y`, 0 to 1). Look at it when it is red.",
        "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": 12, "h": 8},
        "fieldConfig": {
            "defaults": {"unit": unit, "thresholds": {"steps": steps}, "links": []},
            "overrides": [],
        },
        "options": {"legend": {"showLegend": True, "displayMode": "list"}},
        "targets": [query(expr)],
    }


def row(number: int, name: str, y: int) -> Json:
    """Return a row."""
    place = {"x": 0, "y": y, "w": 24, "h": 1}
    return {"id": number, "type": "row", "title": name, "gridPos": place, "panels": []}


def variable(name: str, label: str, asked: str) -> Json:
    """Return a variable that several values can be chosen of."""
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": SOURCE,
        "query": asked,
        "refresh": 2,
        "multi": True,
        "includeAll": True,
        "allValue": ".+",
    }


def annotation(name: str, expr: str) -> Json:
    """Return an annotation."""
    return {
        "name": name,
        "expr": expr,
        "datasource": SOURCE,
        "enable": True,
        "hide": False,
        "step": "1m",
        "titleFormat": "{{instance}}",
    }


def example() -> Json:
    """Return the dashboard, of which each caller has its own."""
    usage = f"max by (instance) (django_health_system_cpu_usage_ratio{{{BY_VARIABLES}}})"
    sent = f"django_health_system_network_transmit_bytes_total{{{BY_VARIABLES}}}"
    build = "django_health_exporter_build_info"
    linked = panel(2, "CPU", usage, "percentunit", 0, 1)
    link = {"title": "More", "url": f"/d/dhe-other?{KEPT}&var-alias=${{__field.labels.cache}}"}
    linked["fieldConfig"]["defaults"]["links"] = [link]
    rate = f"rate({sent}[$__rate_interval])"
    chosen = "&".join(f"${{{name}:queryparam}}" for name in ("datasource", "job", "instance"))
    menu = {"type": "link", "title": "Other", "url": f"/d/dhe-other?{chosen}", "keepTime": True}
    instance = f'label_values({build}{{job=~"$job"}}, instance)'
    text = {"id": 5, "type": "text", "title": "Notes", "gridPos": {"x": 0, "y": 0, "w": 9, "h": 3}}
    closed = row(4, "More", 9) | {"collapsed": True, "panels": [text]}
    return {
        "id": None,
        "uid": "dhe-example",
        "title": "Example",
        "tags": ["health"],
        "editable": False,
        "refresh": "1m",
        "schemaVersion": 39,
        "links": [menu],
        "panels": [row(1, "Host", 0), linked, panel(3, "Sent", rate, "Bps", 12, 1), closed],
        "templating": {
            "list": [
                {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Of"},
                variable("job", "Job", f"label_values({build}, job)"),
                variable("instance", "Instance", instance),
            ]
        },
        "annotations": {
            "list": [
                annotation("Alerts", f"ALERTS{{{OR_NONE}}}"),
                annotation("Versions", f"changes({build}{{{BY_VARIABLES}}}[1h]) > 0"),
                annotation(
                    "Migrations", f"django_health_migrations_unapplied{{{BY_VARIABLES}}} > 0"
                ),
            ]
        },
    }
