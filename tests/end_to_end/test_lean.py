"""What the daemon does not import."""

from __future__ import annotations

from pathlib import Path

from live_exporter import Exporter
from live_servers import Redis


def test_redis_is_watched_without_redis_py(tmp_path: Path, redis_server: Redis) -> None:
    """With its URL in the environment, as Python itself tells each import."""
    environ = {
        "PYTHONPROFILEIMPORTTIME": "1",
        "REDIS_URL": f"redis://{redis_server.host}:{redis_server.port}/1",
    }
    with Exporter(tmp_path, environ=environ) as exporter:
        samples = exporter.scrape()
        log = exporter.log
    assert samples.labelled("django_health_cache_up", "cache") == {"default": 1}
    imported = {line.rpartition("|")[2].strip() for line in log.splitlines() if "|" in line}
    assert "django_health.caches.redis.login" in imported
    assert imported.isdisjoint({"redis", "yaml"})
