"""What request handlers share; the rest is seen in what they answer."""

from __future__ import annotations

import asyncio

from tornado.httputil import HTTPConnection

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.gate.gate import Gate
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.scrape.exposition import Exposition
from django_health_exporter.web.service import Service
from django_health_exporter.web.waiting import Wait
from django_health_exporter.web.watched import Watched


async def _over() -> tuple[bool, bool, int]:
    """End one of two waits; return whether each is abandoned, and how many are left."""
    engine = Engine([])
    exposition = Exposition(engine, HealthSettings())
    config = WebConfig()
    service = Service(Watched(engine, exposition), config, Gate(config, CurrentPolicy()))
    gone, staying = HTTPConnection(), HTTPConnection()
    service.waits |= {gone: Wait(), staying: Wait()}
    waits = list(service.waits.values())
    service.over(gone)
    service.over(gone)
    exposition.close()
    engine.close()
    return waits[0].abandoned, waits[1].abandoned, len(service.waits)


def test_a_request_that_is_over_ends_its_own_wait_alone() -> None:
    """Its wait is abandoned and forgotten, the others' go on; saying it twice does no harm."""
    assert asyncio.run(_over()) == (True, False, 1)
