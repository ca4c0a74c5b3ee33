"""Whether the daemon sends alerts, and the channels that it sends them by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django_health.settings.alerting import AlertingSettings
from django_health.settings.validation import InvalidDocument


def alert_channels(
    settings: AlertingSettings, in_file: AlertingSettings, place: str
) -> Mapping[str, object]:
    """Return the channels by name; none where the daemon sends no alerts.

    Channels of ``HEALTH_CHECK`` alone are those of the project's own command: the daemon would tell
    everything a second time.

    Args:
        settings: What was set, wherever.
        in_file: What the configuration file alone says.
        place: The file.

    Raises:
        HealthCheckError: A channel cannot be made, or there is nothing to send by.
    """
    wanted = settings.enabled
    if not (bool(in_file.channels) if wanted is None else wanted):
        return {}
    if not settings.channels:
        raise InvalidDocument(f"{place}: alerting is enabled and has no channels: name one")
    _expect_state(settings, place)
    # Only who has channels pays for what makes them.
    from django_health.alerting.table import channels_of  # noqa: PLC0415

    return channels_of(settings, f"{place}: alerting")


def _expect_state(settings: AlertingSettings, place: str) -> None:
    """Find at the start, and without a trace, what would else be found when it is first kept."""
    from django_health.alerting.cache_state import CacheState  # noqa: PLC0415 - only who has channels
    from django_health.alerting.file_state import expect_record  # noqa: PLC0415 - as above
    from django_health.alerting.state import StateError  # noqa: PLC0415 - as above

    _expect_folder(settings.state_file, place)
    try:
        if settings.state_file:
            expect_record(settings.state_file)
        elif settings.cache:
            CacheState(settings.cache)
    except StateError as error:
        raise InvalidDocument(f"{place}: alerting.{error}") from None


def _expect_folder(state_file: str, place: str) -> None:
    if state_file and not Path(state_file).parent.is_dir():
        raise InvalidDocument(
            f"{place}: alerting.state_file: the folder of {state_file!r} is not there: make it, "
            "or name another one"
        )
