"""Status pages in all states, and a server that shows them to a browser."""

from status_pages.markup import Markup
from status_pages.page_server import PageServer
from status_pages.past import history_of
from status_pages.states import STATES, failing, hanging, healthy, large, page_of, warning

__all__ = [
    "STATES",
    "Markup",
    "PageServer",
    "failing",
    "hanging",
    "healthy",
    "history_of",
    "large",
    "page_of",
    "warning",
]
