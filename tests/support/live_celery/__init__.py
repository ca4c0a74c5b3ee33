"""A Django project with Celery, and real workers and a real beat of it."""

from live_celery.process import CeleryProcess, beat, worker
from live_celery.project import NAME, app_of, closing, write_project

__all__ = ["NAME", "CeleryProcess", "app_of", "beat", "closing", "worker", "write_project"]
