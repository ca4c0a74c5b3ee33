"""What ``/config`` tells: every field that it may have, each of which is safe to show.

There is no other way into the page than these fields, and none of them is for a secret: no user, no
password, no URL, no value of an option.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from django_health.settings import Thresholds
from django_health.settings.declared import Timeouts
from django_health.settings.linked_pages import LinkedPages
from django_health_exporter.web.config import WebConfig

Origin = Literal["flag", "environment", "file", "django", "default"]
"""Who says so, from the strongest to the weakest."""

Value = str | int | float | bool | list[str | int]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the page."""


class EffectiveTarget(_Part, frozen=True, omit_defaults=True):
    """A database, or one server of a cache; what does not apply to it is left out.

    Attributes:
        target: The name under which it can be probed.
        engine: What asks it: ``postgresql``, ``redis``.
        backend: Django's dotted path, or what the file calls it.
        origin: Who says where it is.
        name: The database's name, or the file of SQLite.
        server: The server of a cache, as in its labels.
        database: The number of Redis' database, or the alias of the database of a cache's table.
        path: The folder of a file-based cache.
        why: Why it cannot be asked.
        options: The names of what ``OPTIONS`` sets.
    """

    target: str
    engine: str
    backend: str
    origin: Origin = "default"
    host: str = ""
    port: int | None = None
    name: str = ""
    server: str = ""
    database: int | str = ""
    unix_socket: str = ""
    tls: bool = False
    read_only: bool = False
    table: str = ""
    path: str = ""
    why: str = ""
    options: tuple[str, ...] = ()


class EffectiveCheck(_Part, frozen=True):
    """A check that runs.

    Attributes:
        check: Its place in words: ``cache/default/10.0.0.1:6379``.
        timeout: Seconds that a run may take.
        min_interval: Seconds for which an answer is kept.
        critical: Whether an error of it makes the whole unhealthy.
    """

    check: str
    timeout: float
    min_interval: float
    critical: bool


class EffectiveDjango(_Part, frozen=True):
    """The Django project whose settings are read."""

    settings: str = ""
    pythonpath: str = ""


class EffectiveChannel(_Part, frozen=True, omit_defaults=True):
    """Where alerts are sent; what the section says is left out.

    Attributes:
        type: Of which kind it is: ``email``, ``webhook``.
        timeout: Seconds for one attempt to deliver.
    """

    type: str
    timeout: float | None = None
    repeat_interval: float | None = None
    send_resolved: bool | None = None


class EffectiveAlerting(_Part, frozen=True):
    """When alerts are sent, and to whom; no channels where the daemon sends none."""

    interval: float
    min_status: str
    fire_after: float
    resolve_after: float
    repeat_interval: float
    send_resolved: bool
    instance: str
    state_file: str
    cache: str
    channels: dict[str, EffectiveChannel]


class EffectiveLog(_Part, frozen=True):
    """What is logged, and how."""

    level: str = "info"
    format: str = "logfmt"


class EffectiveDocument(_Part, frozen=True):
    """The configuration as it took effect.

    Attributes:
        config_file: The file of ``--config.file``.
        declared: What is watched because somebody declared it, by kind and name.
        collectors: Whether each component, and each custom check that is named, is on.
        critical: As it was set, by component, custom check or label.
        custom_checks: Their dotted paths.
        required_env: The names of the variables that have to be set.
        thresholds: In percent.
        timeouts: In seconds.
        links: Pages elsewhere.
        alerting: When alerts are sent, and to whom.
        checks: All that run at this moment.
        origins: By the key of a value: who says so; what is not there is a default.
    """

    config_file: str = ""
    django: EffectiveDjango = EffectiveDjango()
    targets: tuple[EffectiveTarget, ...] = ()
    declared: dict[str, dict[str, dict[str, Value]]] = {}
    collectors: dict[str, bool] = {}
    critical: dict[str, bool] = {}
    custom_checks: tuple[str, ...] = ()
    required_env: tuple[str, ...] = ()
    thresholds: Thresholds | None = None
    timeouts: Timeouts | None = None
    links: LinkedPages | None = None
    alerting: EffectiveAlerting | None = None
    web: WebConfig | None = None
    log: EffectiveLog | None = None
    checks: tuple[EffectiveCheck, ...] = ()
    origins: dict[str, Origin] = {}

    @property
    def engines(self) -> Mapping[str, str]:
        """What asks a target, by the name of the target."""
        return {target.target: target.engine for target in self.targets}
