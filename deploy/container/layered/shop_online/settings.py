"""Settings from the environment, and passwords from files: none in an image or a process list."""

import os
from pathlib import Path

SECRETS = Path(os.environ.get("SECRETS", "/run/secrets"))


def _secret(name: str) -> str:
    return (SECRETS / name).read_text(encoding="utf-8").strip()


def _place(service: str, port: int) -> dict[str, str]:
    """Where a server is: its name in the compose file, or what the environment says."""
    host, _, number = os.environ.get(service, f"{service.lower()}:{port}").rpartition(":")
    return {"HOST": host, "PORT": number}


def _url(place: dict[str, str], number: int) -> str:
    return f"redis://shop:{_secret('redis_password')}@{place['HOST']}:{place['PORT']}/{number}"


SECRET_KEY = _secret("django_secret_key")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost 127.0.0.1 web").split()
ROOT_URLCONF = "shop_online.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django_health", "shop.orders", "shop.archive"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CSRF_COOKIE_SECURE = True
# HSTS and the way from HTTP to HTTPS are matters of a proxy, which is not part of this.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]

_postgresql = _place("POSTGRESQL", 5432)
_mariadb = _place("MARIADB", 3306)
_memcached = _place("MEMCACHED", 11211)
_redis = _place("REDIS", 6379)

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": _secret("postgresql_password"),
        "CONN_MAX_AGE": 60,
        **_postgresql,
    },
    "archive": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "archive",
        "USER": "shop",
        "PASSWORD": _secret("mariadb_password"),
        "CONN_MAX_AGE": 60,
        **_mariadb,
    },
}
DATABASE_ROUTERS = ["shop.routers.ArchiveRouter"]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _url(_redis, 1),
        "KEY_PREFIX": "shop",
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": f"{_memcached['HOST']}:{_memcached['PORT']}",
        "KEY_PREFIX": "shop",
    },
}

CELERY_BROKER_URL = _url(_redis, 0)
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# Whether the web server answers, which no question to what it stands on would tell.
HEALTH_CHECK = {"HTTP": {"web": {"URL": f"http://{os.environ.get('WEB', 'web:8000')}/"}}}
