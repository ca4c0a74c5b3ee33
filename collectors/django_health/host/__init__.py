"""The host, and what the container allows: a file per resource."""
