"""The secrets that a project's own checks and views mishandle."""

from __future__ import annotations

from collections.abc import Iterator
from pprint import pformat

from canary_secrets.canary import Canary
from canary_secrets.form import Form, Kind, Place, Write
from canary_secrets.scene import Scene


def _url(canary: Canary) -> str:
    return f"postgres://{canary.user}:{canary.encoded}@db.example:5432/shop?sslmode=require"


def _raw_url(canary: Canary) -> str:
    """A URL whose password nobody encoded; what has no space in it counts as one URL."""
    password = canary.password.replace(" ", "")
    return f"redis://{canary.user}:{password}@cache.example/0"


def _conninfo(canary: Canary) -> str:
    quoted = canary.password.replace("\\", "\\\\").replace("'", "\\'")
    return f"host=db.example user='shop' password='{quoted}' sslpassword={canary.plain}"


def _settings(canary: Canary) -> str:
    """What ``repr()`` makes of an entry of ``DATABASES``."""
    login = {"USER": "shop", "PASSWORD": canary.password, "OPTIONS": {"passwd": canary.plain}}
    return pformat({"HOST": "db.example", **login}, width=1000)


def _plain(canary: Canary) -> str:
    return canary.plain


_TEXTS = {
    "custom-raw-url": _raw_url,
    "custom-conninfo": _conninfo,
    "custom-settings": _settings,
    "custom-named": _plain,
    "custom-text": _raw_url,
    "custom-locals": _plain,
}
"""What secret a check has, if it is no URL."""

_URLS = (
    *("key", "cause", "context", "failed", "failed-error", "exit", "class", "message", "details"),
    *("status", "answer", "thread", "del", "logging", "close"),
)


def _writing(name: str) -> Write:
    def write(scene: Scene, canary: Canary, _: Place) -> None:
        scene.setting("CANARIES", name, _TEXTS.get(name, _url)(canary))
        scene.health["CUSTOM_CHECKS"] = ["canary_project.health.custom_text"]  # type: ignore[assignment]

    return write


def _forms() -> Iterator[Form]:
    for name in (*_TEXTS, *(f"custom-{word}" for word in _URLS), "view-raises", "view-tells"):
        yield Form(name, Kind.NOBODY, _writing(name))


FORMS = tuple(_forms())
"""The secrets of a project's own code."""
