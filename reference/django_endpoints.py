"""What can be asked by HTTP inside Django: a part of the page of the endpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.urls import URLPattern

from django_health import urls
from django_health.middleware import HealthCheckMiddleware
from django_health.reports.negotiation import HEALTH_JSON, JSON
from reference.markdown import code, codes, inline, paragraphs, status, table
from reference.meaning import Undocumented, paragraphs_of

_INTRODUCTION = """
Below the path at which `django_health.urls` is included, as in [inside Django](../django.md).
`GET`, `HEAD` and `OPTIONS` are answered. The last slash may be left out or added. There are no
parameters: `collect[]`, `exclude[]` and `target` are the daemon's, and are ignored here; of the
headers `Accept` and `Accept-Encoding` are read.
"""

_WHO = """
Who may see what is said by [settings](settings.md#health_check). Where none of `ALLOWED_IPS`,
`REQUIRE_AUTH` and `REQUIRE_STAFF` is set, everybody may see the short form, as a document or as a
page, and the rest is for clients on the same machine and for users who are staff.
"""


class Form(NamedTuple):
    """What a view answers with.

    Attributes:
        media_types: Of its 200.
        own: What else it answers, besides what all do.
    """

    media_types: Sequence[str]
    own: Mapping[int, str]


_ILL = "It does not work."
_DOCUMENTS = (JSON, HEALTH_JSON)

FORMS: Mapping[str, Form] = {
    "health": Form(_DOCUMENTS, {503: _ILL}),
    "detailed": Form(_DOCUMENTS, {503: _ILL}),
    "system": Form(_DOCUMENTS, {404: "The component `system` is switched off.", 503: _ILL}),
    "page": Form(("text/html",), {}),
    "metrics": Form(("text/plain", "application/openmetrics-text"), {}),
}
"""What each view answers, by the name of its path."""

ALL: Mapping[int, str] = {
    200: "It works, maybe with a warning; the page and the metrics also where it does not.",
    401: "A user is wanted, and nobody has logged in.",
    403: "It is not for this user, or not for this address.",
    404: "`ENABLED` is `false`.",
    405: "The method is another one; the header `Allow` names those that there are.",
    503: "`HEALTH_CHECK` cannot be used; the log says why.",
}
"""What every view may answer."""

BEFORE: Mapping[int, str] = {
    400: "Of Django itself: the host is not in `ALLOWED_HOSTS`. The middleware below comes before.",
}
"""What is answered before a view is asked."""


def blocks() -> list[str]:
    """Return what stands below the heading.

    Raises:
        Undocumented: Of a path it is not said what is answered.
    """
    about = paragraphs(paragraphs_of(HealthCheckMiddleware, "HealthCheckMiddleware"))
    return [_INTRODUCTION, _paths(), _statuses(), _WHO, "### The middleware", about]


def named_paths() -> dict[str, URLPattern]:
    """Return the paths by name; each other one is one of them but for the last slash.

    Raises:
        Undocumented: One is not.
    """
    named = {str(one.name): one for one in urls.urlpatterns if one.name}
    known = {(str(one.pattern).rstrip("/"), one.callback) for one in named.values()}
    for one in urls.urlpatterns:
        if (str(one.pattern).rstrip("/"), one.callback) not in known:
            raise Undocumented(f"the path {one.pattern} of django_health.urls")
    return named


def _paths() -> str:
    rows = [_path(name, pattern) for name, pattern in named_paths().items()]
    return table(["path", "name", "view", "forms", "what"], rows)


def _path(name: str, pattern: URLPattern) -> list[str]:
    view: type = pattern.callback.view_class  # type: ignore[attr-defined]
    about, *_ = paragraphs_of(view, view.__name__)
    if name not in FORMS:
        raise Undocumented(f"what the view {name} answers")
    forms = codes(FORMS[name].media_types)
    full_name = f"{urls.app_name}:{name}"
    return [_shown(pattern), code(full_name), code(view.__name__), forms, inline(about)]


def _shown(pattern: URLPattern) -> str:
    return code(f"/health/{pattern.pattern}")


def _statuses() -> str:
    rows = [(number, why, "all") for number, why in {**BEFORE, **ALL}.items()]
    for name, pattern in named_paths().items():
        rows += [(number, why, _shown(pattern)) for number, why in FORMS[name].own.items()]
    grouped: dict[tuple[int, str], list[str]] = {}
    for number, why, path in sorted(rows, key=lambda row: row[0]):
        grouped.setdefault((number, why), []).append(path)
    shown = [[status(number), ", ".join(paths), why] for (number, why), paths in grouped.items()]
    return table(["status", "of", "when"], shown)
