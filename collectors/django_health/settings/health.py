"""Thresholds, timeouts and switches: ``HEALTH_CHECK`` and ``HEALTH_*`` as one typed value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

import msgspec

from django_health.settings.declarations import (
    DnsName,
    HttpEndpoint,
    Interval,
    Seconds,
    SmtpServer,
    SqlQuery,
    StorageProbe,
    TcpEndpoint,
)
from django_health.settings.networks import network_of
from django_health.settings.validation import (
    InvalidDocument,
    convert,
    lowered,
    merged,
    nearest,
    step,
)
from django_health.settings.variables import ENVIRONMENT, override

Percent = Annotated[float, msgspec.Meta(gt=0, le=100)]

COMPONENTS = (
    "database",
    "cache",
    "system",
    "migrations",
    "celery",
    "configuration",
    "http",
    "smtp",
    "storage",
    "tcp",
    "dns",
    "sql",
)
"""The built-in components, each of which can be switched off."""

OLD_CUSTOM_CHECKS = "health_custom_checks"
"""The older name of ``custom_checks``."""

UNIX = "unix"
"""Among the trusted proxies: whoever connects through a unix socket, and so has no address."""

_LABEL = re.compile(r"[\w./@-]+")
_PATH = re.compile(r"/[^\s?#\x00-\x1f\x7f]*")


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Usage in percent at which a resource warns, and at which it is an error."""

    warning: Percent
    critical: Percent

    def __post_init__(self) -> None:
        if self.warning > self.critical:
            raise ValueError(
                f"warning {self.warning:g} is above critical {self.critical:g}: "
                "set both, the warning not above the critical one"
            )


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold per resource of the host, in percent."""

    cpu: Threshold = Threshold(70, 90)
    memory: Threshold = Threshold(80, 95)
    disk: Threshold = Threshold(85, 95)


class Timeouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds that a check may take, by what it asks."""

    database: Seconds = 5.0
    cache: Seconds = 2.0
    external: Seconds = 10.0


class HealthSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set about the checks.

    Attributes:
        thresholds: Usage in percent that warns or fails.
        timeouts: Seconds that a check may take.
        checks: Switches by component or name of a custom check; one that is not named is on.
        critical: By component, custom check or label like ``cache/default``: whether an error makes
            the whole unhealthy. ``False`` makes it a warning of the whole.
        custom_checks: Dotted paths of checks of the project: classes, instances or functions.
        required_env: Environment variables that have to be set and not empty.
        http: URLs to watch, by name; and so on for the sections below it.
        enabled: Whether the views answer at all.
        path: Where the short document is, for the middleware; likewise the two below it.
        require_auth: Whether the views want a user who is logged in.
        require_staff: Whether the views want a user who is staff.
        allowed_ips: Addresses and networks that may ask the views; empty leaves it to the views.
        trusted_proxies: Addresses and networks whose ``X-Forwarded-For`` is believed, and ``unix``.
        max_age: Seconds for which the views and the functions of the library give an answer again.
    """

    thresholds: Thresholds = Thresholds()
    timeouts: Timeouts = Timeouts()
    checks: dict[str, bool] = {}
    critical: dict[str, bool] = {}
    custom_checks: list[str] = []
    required_env: list[str] = []
    http: dict[str, HttpEndpoint] = {}
    smtp: dict[str, SmtpServer] = {}
    storage: dict[str, StorageProbe] = {}
    tcp: dict[str, TcpEndpoint] = {}
    dns: dict[str, DnsName] = {}
    sql: dict[str, SqlQuery] = {}
    enabled: bool = True
    path: str = "/health/"
    detailed_path: str = "/health/detailed/"
    system_path: str = "/health/system/"
    require_auth: bool = False
    require_staff: bool = False
    allowed_ips: list[str] = []
    trusted_proxies: list[str] = []
    max_age: Interval = 1.0

    def __post_init__(self) -> None:
        for key in ("allowed_ips", "trusted_proxies"):
            for text in getattr(self, key):
                if (key, text) != ("trusted_proxies", UNIX):
                    _named(key, network_of, text)
        paths = {key: getattr(self, key) for key in ("path", "detailed_path", "system_path")}
        for key, path in paths.items():
            _named(key, _require_path, path)
            if same := [other for other in paths if paths[other] == path and other != key]:
                raise ValueError(f"{key} and {same[0]} are both {path!r}: give each its own")

    def is_on(self, component: str) -> bool:
        """Whether a component is to be checked."""
        return self.checks.get(component, True)


def _named(key: str, require: Callable[[str], object], text: str) -> None:
    try:
        require(text)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


def _require_path(path: str) -> None:
    if _PATH.fullmatch(path) is None:
        raise ValueError("expected a path like '/health/': a slash, and no space, ? or # in it")


def settings_from(document: Mapping[str, object], place: str) -> HealthSettings:
    """Return the settings that a plain document describes.

    Args:
        document: Keys as in :class:`HealthSettings`; Django's upper-case keys mean the same. What
            it leaves out keeps its default, also one of the two levels of a threshold.
        place: What the document is called in error texts, like ``HEALTH_CHECK``.

    Raises:
        InvalidDocument: A key is unknown, or a value is ill-typed or out of range.
    """
    if not isinstance(document, Mapping):  # what stands in Django's settings may be anything
        raise InvalidDocument(f"{place}: a dictionary is expected, got {type(document).__name__}")
    _require_single_keys(document, place)
    defaults: dict[str, Any] = msgspec.to_builtins(HealthSettings())
    given = lowered(document, HealthSettings)
    if OLD_CUSTOM_CHECKS in given:
        if "custom_checks" in given:
            raise InvalidDocument(f"{place}: custom_checks and {OLD_CUSTOM_CHECKS}: keep the first")
        given["custom_checks"] = given.pop(OLD_CUSTOM_CHECKS)
    return convert(merged(defaults, given), HealthSettings, place)


def _require_single_keys(document: Mapping[str, object], place: str) -> None:
    seen: set[str] = set()
    for key in (str(key).lower() for key in document):
        if key in seen:
            raise InvalidDocument(f"{place}: the key {step(key)} stands twice: keep one")
        seen.add(key)


def with_environment(settings: HealthSettings, environ: Mapping[str, str]) -> HealthSettings:
    """Return the settings with what the ``HEALTH_*`` variables override; empty ones do nothing.

    How they are written is told by :func:`django_health.settings.variables.override`.

    Raises:
        InvalidDocument: A value is not of the kind that it has to be, or out of range.
    """
    document: dict[str, Any] = msgspec.to_builtins(settings)
    for variable in ENVIRONMENT:
        if text := environ.get(variable, "").strip():
            override(document, variable, text)
            settings = convert(document, HealthSettings, variable)
    return settings


def require_known(settings: HealthSettings, names: Iterable[str]) -> None:
    """Make sure that ``checks`` and ``critical`` name what there is.

    Args:
        settings: What was set.
        names: What there is besides the built-in components: names of custom checks, also of those
            that are switched off, and labels like ``cache/default``.

    Raises:
        InvalidDocument: A name is unknown; the text has the nearest one, or all of them.
    """
    valid = {prefix for label in (*COMPONENTS, *names) for prefix in _prefixes(label)}
    heads = {label for label in valid if "/" not in label}
    for name in settings.checks:
        if name not in heads:
            raise InvalidDocument(f"checks: unknown check {_shown(name)}{nearest(name, heads)}")
    for name in settings.critical:
        head = name.partition("/")[0]
        is_off = head in heads and not settings.is_on(head)  # then it has no labels to compare
        if name not in valid and not is_off:
            raise InvalidDocument(f"critical: unknown check {_shown(name)}{nearest(name, valid)}")


def _prefixes(label: str) -> Iterator[str]:
    """The component, the target and the part that a label names."""
    head, slash, rest = label.partition("/")
    yield head
    if slash:
        yield f"{head}/{rest.partition('/')[0]}"
        yield label


def _shown(name: str) -> str:
    """A name as an error may repeat it: ``password:hunter2`` might be one for YAML."""
    return repr(name) if _LABEL.fullmatch(name) else "'?'"
