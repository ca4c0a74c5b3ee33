"""The ways to give credentials in the daemon's configuration file."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from canary_secrets.caches import acl_url, redis_url
from canary_secrets.canary import Canary
from canary_secrets.declared import http_url, smtp_entry
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Scene


def database_url(scheme: str, canary: Canary, place: Place, query: str = "") -> str:
    """A URL of a database, encrypted where the place demands it."""
    tls = {"postgres": "sslmode=require", "mysql": "ssl_mode=VERIFY_IDENTITY"}[scheme]
    parameters = "&".join(filter(None, (tls if place.tls else "", query)))
    login = f"{canary.user}:{canary.encoded}@"
    name = "postgres" if scheme == "postgres" else ""
    return f"{scheme}://{login}{place.address}/{name}?{parameters}".rstrip("?")


def _url(scene: Scene, canary: Canary, place: Place) -> None:
    scene.in_file("databases", canary.form, {"url": database_url("postgres", canary, place)})


def _parts(canary: Canary, place: Place, **password: str) -> dict[str, Any]:
    options = {"options": {"sslmode": "require"}} if place.tls else {}
    where = {"engine": "postgresql", "host": place.host, "port": place.port, "name": "postgres"}
    return {**where, **options, "user": canary.user, **password}


def _password(scene: Scene, canary: Canary, place: Place) -> None:
    scene.in_file("databases", canary.form, _parts(canary, place, password=canary.password))


def _password_file(scene: Scene, canary: Canary, place: Place) -> None:
    file = scene.write(canary.form, f"{canary.password}\n")
    scene.in_file("databases", canary.form, _parts(canary, place, password_file=file))


def _reference(scene: Scene, canary: Canary, place: Place) -> None:
    scene.environ["REPORTS_PASSWORD"] = canary.password
    scene.in_file("databases", canary.form, _parts(canary, place, password="${REPORTS_PASSWORD}"))


def _mysql(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"passwd": canary.password, **({"ssl_mode": "VERIFY_IDENTITY"} if place.tls else {})}
    where = {"engine": "mysql", "host": place.host, "port": place.port, "user": canary.user}
    scene.in_file("databases", canary.form, {**where, "options": options})


def _sqlite(scene: Scene, canary: Canary, _: Place) -> None:
    url = f"sqlite:///{scene.folder}/nowhere.sqlite3?key={canary.plain}"
    scene.in_file("databases", canary.form, {"url": url})


def _cache_url(scene: Scene, canary: Canary, place: Place) -> None:
    scene.in_file("caches", canary.form, {"url": acl_url(canary, place)})


def _cache_password(scene: Scene, canary: Canary, place: Place) -> None:
    login = {"user": canary.user, "password": canary.password}
    entry = {"backend": "redis", "location": redis_url(place), **login}
    scene.in_file("caches", canary.form, entry)


def _cache_file(scene: Scene, canary: Canary, place: Place) -> None:
    login = {"user": canary.user, "password_file": scene.write(canary.form, canary.password)}
    entry = {"backend": "redis", "location": [redis_url(place)], **login}
    scene.in_file("caches", canary.form, entry)


def _cache_options(scene: Scene, canary: Canary, place: Place) -> None:
    options = {"username": canary.user, "password": canary.password}
    entry = {"backend": "redis", "location": redis_url(place), "options": options}
    scene.in_file("caches", canary.form, entry)


def _http(scene: Scene, canary: Canary, place: Place) -> None:
    target = f"/?token={quote(canary.password)}"
    url = http_url(place, f"{canary.user}:{canary.encoded}@", target)
    headers = {"X-Api-Key": "${API_KEY}"}
    scene.environ["API_KEY"] = canary.plain
    scene.in_file("http", canary.form, {"url": url, "headers": headers})


def _smtp(scene: Scene, canary: Canary, place: Place) -> None:
    entry = smtp_entry(canary, place, PASSWORD=canary.password)
    scene.in_file("smtp", canary.form, {key.lower(): value for key, value in entry.items()})


FORMS = (
    Form("file-url", Kind.POSTGRESQL, _url, "database"),
    Form("file-password", Kind.POSTGRESQL, _password, "database"),
    Form("file-password-file", Kind.POSTGRESQL, _password_file, "database"),
    Form("file-reference", Kind.POSTGRESQL, _reference, "database"),
    Form("file-mysql", Kind.MYSQL, _mysql, "database"),
    Form("file-sqlite", Kind.NOBODY, _sqlite, "database", "unavailable"),
    Form("file-cache-url", Kind.REDIS, _cache_url, "cache"),
    Form("file-cache-password", Kind.REDIS, _cache_password, "cache"),
    Form("file-cache-password-file", Kind.REDIS, _cache_file, "cache"),
    Form("file-cache-options", Kind.REDIS, _cache_options, "cache"),
    Form("file-http", Kind.HTTP, _http, "http"),
    Form("file-smtp", Kind.SMTP, _smtp, "smtp"),
)
"""What the configuration file holds."""
