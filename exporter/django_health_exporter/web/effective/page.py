"""``/config``: the configuration as it took effect, for those who may see details."""

from __future__ import annotations

import msgspec

from django_health.check import BaseHealthCheck
from django_health.reports.negotiation import offers
from django_health.reports.pages import JSON
from django_health_exporter.web.base import BaseHandler
from django_health_exporter.web.effective.document import EffectiveCheck, EffectiveDocument
from django_health_exporter.web.errors import RequestError

YAML = "application/yaml; charset=utf-8"

YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml")
"""What YAML is called by those who prefer it."""


class EffectiveConfigurationHandler(BaseHandler):
    """Shows the configuration; no secret is in it."""

    def get(self) -> None:
        """Answer as YAML, as Prometheus does, or as JSON where that is what is accepted."""
        if not self.service.gate.is_allowed(self.request):
            raise RequestError(403, "the configuration is for those alone who may see details")
        document = self.watched.effective
        checks = tuple(map(_told, self.watched.engine.checks))
        whole = msgspec.structs.replace(document, checks=checks)
        self.set_header("Vary", "Accept")
        if wants_json(self.request.headers.get("Accept", "")):
            self.answer(msgspec.json.encode(whole) + b"\n", JSON)
        else:
            self.answer(as_yaml(whole), YAML)

    head = get


def wants_json(accept: str) -> bool:
    """Whether an ``Accept`` header names JSON, and no YAML that it likes as much."""
    liked = {offer.name: offer.quality for offer in offers(accept)}
    return liked.get("application/json", 0) > max(liked.get(name, 0) for name in YAML_TYPES)


def as_yaml(document: EffectiveDocument) -> bytes:
    """Return a document as YAML."""
    import yaml  # noqa: PLC0415 - a daemon without a YAML file has no need of it before

    plain = msgspec.to_builtins(document)
    text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    return text.encode()


def _told(check: BaseHealthCheck) -> EffectiveCheck:
    return EffectiveCheck(
        check=check.label,
        timeout=check.timeout,
        min_interval=check.min_interval,
        critical=check.critical,
    )
