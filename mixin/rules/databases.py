"""Alerts that all databases have."""

from __future__ import annotations

from mixin.rules.database_findings import FINDINGS
from mixin.rules.database_presence import PRESENCE
from mixin.rules.database_replication import REPLICATION
from mixin.rules.database_serving import SERVING
from mixin.rules.database_sessions import SESSIONS
from mixin.rules.rule import Group, RuleFile

DATABASES = RuleFile(
    "databases",
    [
        Group("django-health-databases", [*SERVING, *PRESENCE]),
        Group("django-health-database-sessions", SESSIONS),
        Group("django-health-database-replication", REPLICATION),
        Group("django-health-database-findings", FINDINGS),
    ],
)
