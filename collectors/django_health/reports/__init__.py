"""A report as JSON documents and as the text that Prometheus reads."""
