"""The dashboards; a new one is a module beside this and a line here."""

from __future__ import annotations

from mixin.dashboards.caches.page import BOARD as CACHES
from mixin.dashboards.databases.page import BOARD as DATABASES
from mixin.dashboards.django.page import BOARD as DJANGO
from mixin.dashboards.exporter.page import BOARD as EXPORTER
from mixin.dashboards.host.page import BOARD as HOST
from mixin.dashboards.overview.page import BOARD as OVERVIEW

BOARDS = (OVERVIEW, DATABASES, CACHES, DJANGO, HOST, EXPORTER)
