"""The ways to give a database's credentials in Django's settings and beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Scene

_POSTGRESQL = "django.db.backends.postgresql"
_MYSQL = "django.db.backends.mysql"


def postgresql_entry(canary: Canary, place: Place, **changes: Any) -> dict[str, Any]:
    """An entry of ``DATABASES`` for PostgreSQL; OPTIONS are added to those for TLS."""
    tls = {"sslmode": "require"} if place.tls else {}
    return {
        "ENGINE": _POSTGRESQL,
        "HOST": place.host,
        "PORT": place.port,
        "NAME": "postgres",
        "USER": canary.user,
        **changes,
        "OPTIONS": {**tls, **changes.get("OPTIONS", {})},
    }


def mysql_entry(canary: Canary, place: Place, **changes: Any) -> dict[str, Any]:
    """An entry of ``DATABASES`` for MySQL; OPTIONS are added to those for TLS."""
    tls = {"ssl_mode": "VERIFY_IDENTITY"} if place.tls else {}
    entry = postgresql_entry(canary, place._replace(tls=False), ENGINE=_MYSQL, NAME="", **changes)
    return {**entry, "OPTIONS": {**tls, **entry["OPTIONS"]}}


def _add(scene: Scene, canary: Canary, entry: Mapping[str, Any]) -> None:
    scene.setting("DATABASES", canary.form, entry)


def _password(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, postgresql_entry(canary, place, PASSWORD=canary.password))


def _in_options(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"user": canary.user, "password": canary.password}
    _add(scene, canary, postgresql_entry(canary, place, USER="", OPTIONS=options))


def _passfile(scene: Scene, canary: Canary, place: Place) -> None:
    file = scene.write(canary.form, pgpass_line(canary))
    _add(scene, canary, postgresql_entry(canary, place, OPTIONS={"passfile": file}))


def _pgpassfile(scene: Scene, canary: Canary, place: Place) -> None:
    scene.environ["PGPASSFILE"] = scene.write(canary.form, pgpass_line(canary))
    _add(scene, canary, postgresql_entry(canary, place))


def pgpass_line(canary: Canary) -> str:
    """The line of a password file of libpq."""
    password = canary.password.replace("\\", "\\\\").replace(":", "\\:")
    return f"*:*:*:{canary.user}:{password}\n"


def _service(scene: Scene, canary: Canary, place: Place) -> None:
    lines = [
        f"[{canary.form}]",
        f"host={place.host}",
        f"port={place.port}",
        "dbname=postgres",
        f"user={canary.user}",
        f"password={canary.password}",
        *(["sslmode=require"] if place.tls else []),
    ]
    scene.environ["PGSERVICEFILE"] = scene.append("services", "\n".join(lines) + "\n")
    _add(scene, canary, {"ENGINE": _POSTGRESQL, "OPTIONS": {"service": canary.form}})


def _key_password(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"sslpassword": canary.password, "options": f"-c application.secret={canary.plain}"}
    _add(scene, canary, postgresql_entry(canary, place, PASSWORD="x", OPTIONS=options))


def _through_django(scene: Scene, canary: Canary, place: Place) -> None:
    # Of an engine that is not known, only its own options limit the waiting.
    own = {"ENGINE": "canary_project.engine", "OPTIONS": {"connect_timeout": 2}}
    _add(scene, canary, postgresql_entry(canary, place, PASSWORD=canary.password, **own))


def _mysql_password(scene: Scene, canary: Canary, place: Place) -> None:
    _add(scene, canary, mysql_entry(canary, place, PASSWORD=canary.password))


def _mysql_passwd(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"user": canary.user, "passwd": canary.password}
    _add(scene, canary, mysql_entry(canary, place, USER="", OPTIONS=options))


def _mysql_option(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"user": canary.user, "password": canary.password}
    _add(scene, canary, mysql_entry(canary, place, USER="", OPTIONS=options))


def _mysql_file(scene: Scene, canary: Canary, place: Place) -> None:
    password = canary.password.replace("\\", "\\\\")
    text = f"[client]\nuser = {canary.user}\npassword = '{password}'\n"
    options = {"read_default_file": scene.write(f"{canary.form}.cnf", text)}
    _add(scene, canary, mysql_entry(canary, place, USER="", OPTIONS=options))


def _mysql_command(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"init_command": f"SET @token = '{canary.plain}'"}
    _add(scene, canary, mysql_entry(canary, place, PASSWORD=canary.password, OPTIONS=options))


def sqlite_entry(canary: Canary, path: Path) -> dict[str, Any]:
    """An entry of ``DATABASES`` for a file that is named by a URI with a key."""
    name = f"file:{path}?mode=rw&key={canary.plain}"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": {"uri": True}}


def _sqlite_uri(scene: Scene, canary: Canary, _: Place) -> None:
    path = scene.disk / "ledger.sqlite3"
    ledger = sqlite3.connect(path)
    ledger.execute("CREATE TABLE entries (id)")
    ledger.close()
    _add(scene, canary, sqlite_entry(canary, path))


def _form(name: str, kind: Kind, write: Any, reason: str = "") -> Form:
    return Form(name, kind, write, "database", reason)


FORMS = (
    _form("pg-password", Kind.POSTGRESQL, _password),
    _form("pg-options", Kind.POSTGRESQL, _in_options),
    _form("pg-passfile", Kind.POSTGRESQL, _passfile),
    _form("pg-pgpassfile", Kind.POSTGRESQL, _pgpassfile),
    _form("pg-service", Kind.POSTGRESQL, _service),
    Form("pg-keys", Kind.POSTGRESQL, _key_password),
    Form("pg-through-django", Kind.POSTGRESQL, _through_django),
    _form("my-password", Kind.MYSQL, _mysql_password),
    _form("my-passwd", Kind.MYSQL, _mysql_passwd),
    _form("my-option", Kind.MYSQL, _mysql_option),
    _form("my-file", Kind.MYSQL, _mysql_file),
    _form("my-init-command", Kind.MYSQL, _mysql_command),
    _form("sqlite-uri", Kind.NOBODY, _sqlite_uri),
)
"""Databases of Django's settings."""
