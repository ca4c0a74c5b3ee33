"""The objective, and the exporter itself."""
