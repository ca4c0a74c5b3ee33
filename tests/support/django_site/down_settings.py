"""The same site with every request in a transaction of a database that is down."""

from __future__ import annotations

import socket

from django_site.settings import *  # noqa: F403

TEST_RUNNER = "django_site.no_databases.NoDatabasesRunner"
CANARY = "canary-password"

with socket.create_server(("127.0.0.1", 0)) as _free:
    PORT = _free.getsockname()[1]
"""A port on which nobody listens."""

DATABASES = {
    alias: {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": CANARY,
        "HOST": "127.0.0.1",
        "PORT": str(PORT),
        "ATOMIC_REQUESTS": True,
    }
    for alias in ("default", "replica")
}
