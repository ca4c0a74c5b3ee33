"""The privileges for all that is watched: a script per target that has some."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django_health.check import BaseHealthCheck
from django_health.grants.mysql import mysql_grants
from django_health.grants.needs import Needs, needs_of
from django_health.grants.others import other_script
from django_health.grants.postgresql import postgresql_grants
from django_health.grants.redis import redis_grants
from django_health.grants.script import Account, Script
from django_health.result import Report, label_of
from django_health.settings import HealthSettings
from django_health.targets import MySQLTarget, PostgreSQLTarget, RedisTarget, Target


class Product(NamedTuple):
    """What answers: its kind as it calls itself, and its version; empty where not known."""

    kind: str = ""
    version: str = ""


Products = Mapping[str, Product]
"""By the label of the check that asked."""


def products_of(report: Report) -> dict[str, Product]:
    """Return what answered, as far as it told."""
    told = {result.label: result.outcome.details for result in report.results}
    return {
        label: Product(_text(details.get("engine") or details.get("backend")), version)
        for label, details in told.items()
        if (version := _text(details.get("version")))
    }


def target_label(target: Target) -> str:
    """Return the label of the check that asks a target: ``cache/default/10.0.0.1:6379``."""
    return label_of(target.component, target.alias, str(getattr(target, "server", "")))


def scripts(
    targets: Sequence[Target],
    checks: Sequence[BaseHealthCheck],
    settings: HealthSettings,
    products: Products,
    account: Account,
    *,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[Script]:
    """Yield the privileges for databases and caches.

    Args:
        targets: All of them.
        checks: All that run, which need more of a database than its own figures.
        settings: What is declared, and what is on.
        products: What answers; what is not in it is taken for the newest.
        account: Who asks.
        wanted: Whether somebody asks for what has this label.
    """
    for target in targets:
        label = target_label(target)
        if wanted(label):
            needs = needs_of(target.alias, checks, targets, settings)
            script = _script(target, label, needs, products.get(label, Product()), account)
            if script is not None:
                yield script


def _script(
    target: Target, label: str, needs: Needs, product: Product, account: Account
) -> Script | None:
    match target:
        case PostgreSQLTarget():
            role = str(target.options.get("assume_role") or "")
            return postgresql_grants(label, product.version, target.name, account, needs, role=role)
        case MySQLTarget():
            is_mariadb = product.kind == "mariadb"
            return mysql_grants(
                label, product.version, target.name, account, needs, is_mariadb=is_mariadb
            )
        case RedisTarget():
            return redis_grants(label, target, product.version, account, product.kind or "redis")
    return other_script(label, target)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
