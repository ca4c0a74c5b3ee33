"""Thresholds, timeouts and switches: ``HEALTH_CHECK`` and ``HEALTH_*`` as one typed value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from django_health.settings.addresses import network_of
from django_health.settings.declarations import Interval
from django_health.settings.declared import Declared
from django_health.settings.paths import require_own_places, require_path
from django_health.settings.validation import (
    InvalidDocument,
    convert,
    lowered,
    merged,
    nearest_and_all,
)
from django_health.settings.variables import ENVIRONMENT, override

Percent = Annotated[float, msgspec.Meta(gt=0, le=100, extra={"unit": "percent"})]

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


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Usage in percent at which a resource warns, and at which it is an error.

    Attributes:
        warning: From here on it is a warning.
        critical: From here on it is an error; not below the warning.
    """

    warning: Percent
    critical: Percent

    def __post_init__(self) -> None:
        if self.warning > self.critical:
            raise ValueError(
                f"warning {self.warning:g} is above critical {self.critical:g}: "
                "set both, the warning not above the critical one"
            )


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold per resource of the host, in percent.

    Attributes:
        cpu: Usage of the processors over half a minute.
        memory: Usage of the memory.
        disk: Usage of each file system.
    """

    cpu: Threshold = Threshold(70, 90)
    memory: Threshold = Threshold(80, 95)
    disk: Threshold = Threshold(85, 95)


class HealthSettings(Declared, frozen=True):
    """Everything that can be set about the checks.

    Attributes:
        thresholds: Usage in percent that warns or fails.
        checks: Switches by component or name of a custom check; one that is not named is on.
        enabled: Whether the views answer at all; they answer 404 where not.
        path: Where the short document is, for the middleware; the metrics are at ``metrics`` below.
        detailed_path: Where the details are, for the middleware.
        system_path: Where the host is, for the middleware.
        require_auth: Whether the views want a user who is logged in.
        require_staff: Whether the views want a user who is active and staff.
        allowed_ips: Addresses and networks that may ask the views, like ``10.0.0.0/8`` and ``::1``;
            everybody may where there is none.
        trusted_proxies: Addresses and networks whose ``X-Forwarded-For`` is believed, and ``unix``
            for a proxy that connects through a unix socket.
        max_age: Seconds for which the views and the functions of the library give an answer again,
            however many ask; 0 asks each time.
    """

    thresholds: Thresholds = Thresholds()
    checks: dict[str, bool] = msgspec.field(default_factory=dict)
    enabled: bool = True
    path: str = "/health/"
    detailed_path: str = "/health/detailed/"
    system_path: str = "/health/system/"
    require_auth: bool = False
    require_staff: bool = False
    allowed_ips: list[str] = msgspec.field(default_factory=list)
    trusted_proxies: list[str] = msgspec.field(default_factory=list)
    max_age: Interval = 1.0

    def __post_init__(self) -> None:
        for key in ("allowed_ips", "trusted_proxies"):
            for index, text in enumerate(getattr(self, key)):
                if (key, text) != ("trusted_proxies", UNIX):
                    _named(f"{key}[{index}]", network_of, text)
        paths = {key: getattr(self, key) for key in ("path", "detailed_path", "system_path")}
        for key, path in paths.items():
            _named(key, require_path, path)
        require_own_places(paths)

    def is_on(self, component: str) -> bool:
        """Whether a component is to be checked."""
        return self.checks.get(component, True)


def _named(key: str, require: Callable[[str], object], text: str) -> None:
    try:
        require(text)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None


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
    defaults: dict[str, Any] = msgspec.to_builtins(HealthSettings())
    given = lowered(document, HealthSettings, place)
    if OLD_CUSTOM_CHECKS in given:
        if "custom_checks" in given:
            raise InvalidDocument(f"{place}: custom_checks and {OLD_CUSTOM_CHECKS}: keep the first")
        given["custom_checks"] = given.pop(OLD_CUSTOM_CHECKS)
    return convert(merged(defaults, given), HealthSettings, place)


def with_environment(settings: HealthSettings, environ: Mapping[str, str]) -> HealthSettings:
    """Return the settings with what the ``HEALTH_*`` variables override; empty ones do nothing.

    How they are written is told by :func:`django_health.settings.variables.override`.

    Raises:
        InvalidDocument: A value is not of the kind that it has to be, or out of range.
    """
    texts = {variable: environ.get(variable, "").strip() for variable in ENVIRONMENT}
    given = [(variable, text) for variable, text in texts.items() if text]
    try:
        return _overridden(settings, given)
    except InvalidDocument:
        for count in range(1, len(given)):  # the first with which it goes wrong is to be named
            _overridden(settings, given[:count])
        raise


def _overridden(settings: HealthSettings, given: Sequence[tuple[str, str]]) -> HealthSettings:
    """The settings with all of some variables; an error is that of the last."""
    document: dict[str, Any] = msgspec.to_builtins(settings)
    for variable, text in given:
        override(document, variable, text)
    return convert(document, HealthSettings, given[-1][0]) if given else settings


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
            raise InvalidDocument(
                f"checks: unknown check {_shown(name)}{nearest_and_all(name, heads)}"
            )
    for name in settings.critical:
        head = name.partition("/")[0]
        is_off = head in heads and not settings.is_on(head)  # then it has no labels to compare
        if name not in valid and not is_off:
            raise InvalidDocument(
                f"critical: unknown check {_shown(name)}{nearest_and_all(name, valid)}"
            )


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
