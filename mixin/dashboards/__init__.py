"""The dashboards, built with grafana-foundation-sdk."""
