"""Where the figures come from: a variable, so that a dashboard fits every Grafana as it is."""

from __future__ import annotations

from grafana_foundation_sdk.models.common import DataSourceRef

DATASOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
