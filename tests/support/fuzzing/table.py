"""The targets, one a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fuzzing import documents, kernel, outputs, places, protocols, requests, servers, web

Target = Callable[[bytes], None]

TARGETS: Mapping[str, Target] = {
    "accept": requests.accept,
    "address": places.address,
    "asked_host": requests.asked_host,
    "authorization": requests.authorization,
    "cache_url": places.cache_url,
    "celery_answer": servers.celery_answer,
    "celery_message": servers.celery_message,
    "cgroup": kernel.cgroup,
    "check_answer": outputs.check_answer,
    "collect": requests.collect,
    "database_url": places.database_url,
    "declared_address": places.declared_address,
    "django_caches": places.django_caches,
    "django_databases": places.django_databases,
    "dns_record": places.dns_record,
    "environment": documents.environment,
    "forwarded": requests.forwarded,
    "header": places.header,
    "health_check": documents.health_check,
    "http_request": web.http_request,
    "json_details": outputs.json_details,
    "labels": outputs.labels,
    "listen_address": places.listen_address,
    "masking": outputs.masking,
    "meminfo": kernel.meminfo,
    "memcached_answers": protocols.memcached_answers,
    "memcached_stats": servers.memcached_stats,
    "mountinfo": kernel.mountinfo,
    "mysql_answers": protocols.mysql_answers,
    "mysql_option_file": servers.mysql_option_file,
    "mysql_status": servers.mysql_status,
    "network_devices": kernel.network_devices,
    "postgresql_service": servers.postgresql_service,
    "postgresql_value": servers.postgresql_value,
    "redis_answers": protocols.redis_answers,
    "redis_info": servers.redis_info,
    "scrape_timeout": requests.scrape_timeout,
    "thresholds": documents.thresholds,
    "toml_file": documents.toml_file,
    "yaml_file": documents.yaml_file,
}
"""The parsers that are ours, by the names of their folders in the corpus."""
