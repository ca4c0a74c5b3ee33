"""A Django site that serves the library's views under a real application server."""

from __future__ import annotations

from live_site.project import write_site
from live_site.server import GthreadSite, Site, SyncSite, UvicornSite
from live_site.stack import SiteStack, running_site

__all__ = [
    "GthreadSite",
    "Site",
    "SiteStack",
    "SyncSite",
    "UvicornSite",
    "running_site",
    "write_site",
]
