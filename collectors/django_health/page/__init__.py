"""The status page: a report as one HTML page for people, the same in the daemon and in Django."""

from django_health.page.about import About, here
from django_health.page.links import PageLinks
from django_health.page.rendering import Page, status_page

__all__ = ["About", "Page", "PageLinks", "here", "status_page"]
