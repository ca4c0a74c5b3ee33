"""The pages of what Prometheus and Grafana are given: rules, their thresholds, dashboards."""
