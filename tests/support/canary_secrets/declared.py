"""The ways to give credentials for what is declared: URLs, mail servers, queries, names."""

from __future__ import annotations

from typing import Any

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place
from canary_secrets.scene import Scene


def http_url(place: Place, credentials: str = "", target: str = "/") -> str:
    """A URL of HTTP, encrypted where the place demands it."""
    scheme = "https" if place.tls else "http"
    return f"{scheme}://{credentials}{place.address}{target}"


def _userinfo(scene: Scene, canary: Canary, place: Place) -> None:
    url = http_url(place, f"{canary.user}:{canary.encoded}@")
    scene.declare("HTTP", canary.form, {"URL": url})


def _query(scene: Scene, canary: Canary, place: Place) -> None:
    url = http_url(place, target=f"/health?user={canary.user}&token={canary.encoded}")
    scene.declare("HTTP", canary.form, {"URL": url})


def _path(scene: Scene, canary: Canary, place: Place) -> None:
    url = http_url(place, target=f"/hooks/{canary.encoded}/health")
    scene.declare("HTTP", canary.form, {"URL": url})


def _header(scene: Scene, canary: Canary, place: Place) -> None:
    headers = {"Authorization": f"Bearer {canary.password}", "X-Token": canary.plain}
    scene.declare("HTTP", canary.form, {"URL": http_url(place), "HEADERS": headers})


def _body(scene: Scene, canary: Canary, place: Place) -> None:
    scene.declare("HTTP", canary.form, {"URL": http_url(place), "BODY_CONTAINS": canary.password})


def smtp_entry(canary: Canary, place: Place, **password: str) -> dict[str, Any]:
    """A mail server with a login, encrypted where the place demands it."""
    security = "starttls" if place.tls else "none"
    where = {"HOST": place.host, "PORT": place.port, "SECURITY": security}
    return {**where, "USER": canary.user, **password}


def _smtp(scene: Scene, canary: Canary, place: Place) -> None:
    scene.declare("SMTP", canary.form, smtp_entry(canary, place, PASSWORD=canary.password))


def _smtp_file(scene: Scene, canary: Canary, place: Place) -> None:
    file = scene.write(canary.form, canary.password)
    scene.declare("SMTP", canary.form, smtp_entry(canary, place, PASSWORD_FILE=file))


def _smtp_django(scene: Scene, canary: Canary, place: Place) -> None:
    login = {"HOST_USER": canary.user, "HOST_PASSWORD": canary.password}
    where = {"HOST": place.host, "PORT": place.port, "USE_TLS": place.tls}
    for name, value in {**where, **login}.items():
        scene.settings[f"EMAIL_{name}"] = value
    scene.declare("SMTP", canary.form, {})


def _sql(scene: Scene, canary: Canary, _: Place) -> None:
    query = f"SELECT dblink('password={canary.plain}') AS broken"
    scene.declare("SQL", canary.form, {"QUERY": query, "DATABASE": "pg-password"})


def _dns(scene: Scene, canary: Canary, place: Place) -> None:
    asked = {"NAME": "localhost", "RECORD": "TXT", "EXPECTED": [f"token={canary.plain}"]}
    nameserver = {"NAMESERVER": "127.0.0.1", "NAMESERVER_PORT": place.port}
    scene.declare("DNS", canary.form, {**asked, **nameserver})


FORMS = (
    Form("http-userinfo", Kind.HTTP, _userinfo, "http"),
    Form("http-query", Kind.HTTP, _query, "http"),
    Form("http-path", Kind.HTTP, _path, "http"),
    Form("http-header", Kind.HTTP, _header, "http"),
    Form("http-body", Kind.HTTP, _body, "http"),
    Form("smtp-password", Kind.SMTP, _smtp, "smtp"),
    Form("smtp-file", Kind.SMTP, _smtp_file, "smtp"),
    Form("smtp-django", Kind.SMTP, _smtp_django, "smtp"),
    Form("sql_query", Kind.NOBODY, _sql),
    Form("dns-expected", Kind.NOBODY, _dns),
)
"""What ``HEALTH_CHECK`` declares."""
