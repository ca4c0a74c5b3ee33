"""What the metrics of the host and of the container begin with."""

SYSTEM_PREFIX, CONTAINER_PREFIX = "django_health_system_", "django_health_container_"
FULL = f"{SYSTEM_PREFIX}filesystem_usage_ratio"
"""The share of a file system that is in use."""
