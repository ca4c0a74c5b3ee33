"""What runs here and what answers, by version; and what is too old for it."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from django_health.doctor.finding import Finding, Level
from django_health.grants.scripts import Products
from django_health.grants.versions import numbers_of
from django_health.version import __version__

PACKAGES = ("Django", "celery", "kombu", "psycopg", "PyMySQL", "redis", "pymemcache", "tornado")
"""The packages whose versions explain most of what is strange."""

OLDEST: Mapping[str, tuple[int, ...]] = {"postgresql": (10,)}
"""By the kind of server, the version from which on the questions hold."""

OLDEST_DJANGO = (5, 2)


def versions() -> dict[str, str]:
    """Return the versions of what runs here, by name; of packages those that are installed."""
    found = {"django-health-exporter": __version__, "Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def version_findings(installed: Mapping[str, str], products: Products) -> Iterator[Finding]:
    """Yield what is older than what this version was made for.

    Args:
        installed: What runs here.
        products: What answered, by the label of the check.
    """
    django = installed.get("Django")
    if django is not None and numbers_of(django) < OLDEST_DJANGO:
        yield Finding(
            Level.WARNING, "Django", f"version {django} is older than 5.2", "upgrade the project"
        )
    for label, product in products.items():
        oldest = OLDEST.get(product.kind)
        if oldest and numbers_of(product.version) < oldest:
            needed = ".".join(map(str, oldest))
            yield Finding(
                Level.WARNING,
                label,
                f"{product.kind} {product.version} is older than {needed}: figures are missing",
                "upgrade the server",
            )
