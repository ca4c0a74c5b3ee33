"""Where the installed programs are."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from deploy.stack.errors import StackError

_PLACES = {
    "initdb": ("/usr/lib/postgresql/*/bin/initdb", "/usr/pgsql-*/bin/initdb"),
    "postgres": ("/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres"),
    "prometheus-alertmanager": ("/usr/bin/alertmanager", "/usr/local/bin/alertmanager"),
}
"""Where else than on PATH a program may be: patterns, of whose matches the newest counts."""

PACKAGES = {
    "initdb": "postgresql",
    "postgres": "postgresql",
    "psql": "postgresql-client",
    "mariadb-install-db": "mariadb-server",
    "mariadbd": "mariadb-server",
    "redis-server": "redis-server",
    "memcached": "memcached",
    "prometheus": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "setpriv": "util-linux",
}
"""The programs that the stack starts, and the Debian package of each."""


_MODULES = ("celery", "gunicorn", "django_health_exporter")
"""What the site and the exporter run on."""


def find_program(name: str) -> str:
    """Return the path of one of the programs.

    Raises:
        StackError: It is not installed.
    """
    found = _find(name)
    if found is None:
        raise StackError(f"{name} is not installed; as root: apt-get install {PACKAGES[name]}")
    return found


def require_all() -> None:
    """See that everything is there, before the first thing is started.

    Raises:
        StackError: Says in one line what is missing, and how it is installed.
    """
    for module in _MODULES:
        if find_spec(module) is None:
            raise StackError(f"this Python has no {module}; `make stack` installs it")
    missing = sorted({package for name, package in PACKAGES.items() if _find(name) is None})
    if missing:
        raise StackError(f"programs are missing; as root: apt-get install {' '.join(missing)}")


def _find(name: str) -> str | None:
    if found := shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin"):
        return found
    for pattern in _PLACES.get(name, ()):
        matches = (str(path) for path in Path("/").glob(pattern.removeprefix("/")))
        if newest := max(matches, key=_by_version, default=None):
            return newest
    return None


def _by_version(path: str) -> list[int]:
    digits = "".join(letter if letter.isdecimal() else " " for letter in path)
    return [int(number) for number in digits.split()]
