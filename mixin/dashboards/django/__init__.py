"""What Django itself needs: Celery's workers and queues, migrations, and settings."""
