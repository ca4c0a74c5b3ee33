"""What runs here, and what is too old."""

from __future__ import annotations

from django_health.doctor.versions import version_findings, versions
from django_health.grants.scripts import Product
from django_health.version import __version__


def test_what_runs_here() -> None:
    """The exporter comes first; packages that are not installed are left out."""
    found = versions()
    assert list(found)[:2] == ["django-health-exporter", "Python"]
    assert found["django-health-exporter"] == __version__
    assert "Django" in found


def test_old_ones_are_told() -> None:
    """With what they are, and what is wanted."""
    old = {"database/a": Product("postgresql", "9.6.24"), "database/b": Product("mysql", "5.7")}
    django, server = version_findings({"Django": "4.2.1"}, old)
    assert "4.2.1 is older than 5.2" in django.what
    assert server.place == "database/a"


def test_new_ones_are_not() -> None:
    """Nothing has to be said."""
    products = {"database/a": Product("postgresql", "18.1"), "cache/b": Product("redis", "")}
    assert list(version_findings({"Django": "6.1"}, products)) == []
    assert list(version_findings({}, {})) == []
