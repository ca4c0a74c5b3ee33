"""``python -m django_health_exporter``."""

from django_health_exporter.cli import main

main()
