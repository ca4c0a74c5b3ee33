"""SQLite in memory, a cache in memory, users and sessions, and the library."""

from __future__ import annotations

from typing import Any

SECRET_KEY = "only-for-tests-but-long-enough-to-be-one-3141592653589793"
ROOT_URLCONF = "django_site.urls"
USE_TZ = True
ALLOWED_HOSTS = ["testserver"]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django_health",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING_CONFIG = None

FULL = {"warning": 100, "critical": 100}
HEALTH_CHECK = {
    # The machine of the tests may be busy, and a site of tests is not made for production.
    "THRESHOLDS": {"CPU": FULL, "MEMORY": FULL, "DISK": FULL},
    "CHECKS": {"configuration": False, "celery": False},
}
