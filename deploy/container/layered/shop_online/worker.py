"""The Celery application and its one task."""

from celery import Celery

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="shop.confirm_order")
def confirm_order(number: int) -> str:
    """Do as if an order were confirmed."""
    return f"order {number} is confirmed"
