"""What is kept of old orders."""

from django.db import models


class ArchivedOrder(models.Model):
    """One order that is closed."""

    number = models.CharField(max_length=20, unique=True)
    closed = models.DateTimeField()
    note = models.TextField(default="")
