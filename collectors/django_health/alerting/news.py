"""What there is to say, read out of what channels are given, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django_health.alerting.document_items import Place, wrong_places
from django_health.json_ready import one_line
from django_health.result import Status, label_of

LABEL = 200
"""Characters of a name that are shown."""

MESSAGE = 400
"""Characters of a sentence that are shown."""


@dataclass(frozen=True)
class Item:
    """One thing to tell; all texts are single lines of bounded length.

    Attributes:
        check: The component.
        target: The alias in it, if any.
        part: The server or the aspect, if any.
        event: ``firing``, ``repeat`` or ``resolved``.
        status: ``skipped``, ``ok``, ``warning`` or ``error``, as it is now.
        previous: The same, as it was before; empty where that is not known.
        is_critical: Whether an error of it makes the whole unhealthy.
        reason: Why it is wrong, from the closed list, if it is known.
        message: The same in a sentence, if there is one.
        since: When this status began, if it is known.
        started: When the trouble began, if it is known.
        fingerprint: The same in all messages of a trouble, if it is known.
    """

    check: str
    target: str = ""
    part: str = ""
    event: str = "firing"
    status: str = "error"
    previous: str = ""
    is_critical: bool = True
    reason: str = ""
    message: str = ""
    since: datetime | None = None
    started: datetime | None = None
    fingerprint: str = ""

    @property
    def label(self) -> str:
        """Where it is: ``cache/default/10.0.0.1:6379``."""
        return label_of(self.check, self.target, self.part)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing wrong any more."""
        return self.event == "resolved"

    def is_urgent(self, status: str) -> bool:
        """Whether a status of it makes the whole unhealthy."""
        return status == Status.ERROR and self.is_critical


@dataclass(frozen=True)
class News:
    """What there is to say.

    Attributes:
        status: ``healthy``, ``warning`` or ``unhealthy``; empty where it is not known.
        moment: When that was so.
        instance: Who says it; may be empty.
        version: Of the exporter that does; may be empty.
        items: What has changed or goes on, what is wrong before what is over.
        others: What is wrong besides.
    """

    status: str
    moment: datetime | None
    instance: str
    version: str
    items: tuple[Item, ...]
    others: tuple[Item, ...] = ()

    @property
    def wrong(self) -> tuple[Item, ...]:
        """The items that are not over."""
        return tuple(item for item in self.items if not item.is_over)

    @property
    def over(self) -> tuple[Item, ...]:
        """The items that are."""
        return tuple(item for item in self.items if item.is_over)


def news_of(health_data: Mapping[str, object]) -> News:
    """Return what there is to say; of a document without ``alerts``, all that is wrong in it."""
    source = health_data.get("source")
    source = source if isinstance(source, Mapping) else {}
    status = _text(health_data, "status")
    wrong = tuple(_of_place(place, status != "warning") for place in wrong_places(health_data))
    alerts = health_data.get("alerts")
    others: tuple[Item, ...] = ()
    if isinstance(alerts, list | tuple):
        items = tuple(_of_alert(alert) for alert in alerts if isinstance(alert, Mapping))
        told = {item.label for item in items}
        others = tuple(item for item in wrong if item.label not in told)
    else:
        items = wrong
    return News(
        status,
        _moment(health_data, "timestamp"),
        _text(source, "instance"),
        _text(source, "version"),
        tuple(sorted(items, key=lambda item: item.is_over)),
        others,
    )


def _of_alert(alert: Mapping[str, object]) -> Item:
    return Item(
        _text(alert, "check") or _text(alert, "label") or "health",
        _text(alert, "target"),
        _text(alert, "part"),
        _text(alert, "event") or "firing",
        _text(alert, "status"),
        _text(alert, "previous_status"),
        alert.get("critical") is not False,
        _text(alert, "reason"),
        _text(alert, "message", MESSAGE),
        _moment(alert, "since"),
        _moment(alert, "started"),
        _text(alert, "fingerprint"),
    )


def _of_place(place: Place, is_critical: bool) -> Item:
    return Item(
        one_line(place.check, LABEL),
        one_line(place.target, LABEL),
        one_line(place.part, LABEL),
        status=place.status.value,
        is_critical=is_critical,
        reason=_text(place.entry, "reason"),
        message=_text(place.entry, "message", MESSAGE),
    )


def _text(values: Mapping[str, object], key: str, length: int = LABEL) -> str:
    value = values.get(key)
    return one_line(value, length) if isinstance(value, str) else ""


def _moment(values: Mapping[str, object], key: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(values, key))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
