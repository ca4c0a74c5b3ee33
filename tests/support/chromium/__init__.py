"""A real browser without a window: pages as people see them, told over a pipe what to do."""

from chromium.browser import BrowserError, Chromium
from chromium.tab import Tab, View

__all__ = ["BrowserError", "Chromium", "Tab", "View"]
