"""What else an application stands on: migrations, Celery, its configuration, its integrations."""
