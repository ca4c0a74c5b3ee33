"""Celery: its broker, its workers, its queues and its beat."""
