"""What customers order."""

from django.db import models


class Order(models.Model):
    """One order."""

    number = models.CharField(max_length=20, unique=True)
    placed = models.DateTimeField(auto_now_add=True)
