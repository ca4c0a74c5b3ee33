"""What is shipped for Prometheus and Alertmanager, with the addresses of the stack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.stack.places import DEPLOY

QUICK = 60
"""What ``--quick`` divides all waiting by: a minute becomes a second."""

_MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_WAITING = {"for", "keep_firing_for", "group_wait", "group_interval", "repeat_interval"}
"""The keys of rules and routes that say how long is waited."""


def milliseconds(duration: str) -> int:
    """Return how long a duration of Prometheus is: ``1m30s`` is 90000.

    Raises:
        ValueError: It is none.
    """
    parts = re.findall(r"(\d+)(ms|[smhd])", duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration:
        raise ValueError(f"{duration!r} is no duration")
    return sum(int(number) * _MILLISECONDS[unit] for number, unit in parts)


def prometheus(own: str, exporter: str, alertmanager: str, *, quick: bool) -> dict[str, Any]:
    """Return ``deploy/prometheus/prometheus.yml`` with the addresses of the stack.

    Args:
        own: Prometheus' own address, as ``host:port``.
        exporter: That of the exporter.
        alertmanager: That of Alertmanager.
        quick: Whether it scrapes every five seconds and evaluates every second.
    """
    shipped = _read(DEPLOY / "prometheus" / "prometheus.yml")
    if quick:
        times = {"scrape_interval": "5s", "scrape_timeout": "5s", "evaluation_interval": "1s"}
        shipped["global"].update(times)
    # There is no wiki and no Grafana here: without addresses the links are left out.
    shipped["global"]["external_labels"] = {"cluster": "stack"}
    shipped["alerting"]["alertmanagers"] = [{"static_configs": [{"targets": [alertmanager]}]}]
    addresses = {"django": exporter, "prometheus": own, "alertmanager": alertmanager}
    shipped["scrape_configs"] = [
        {"job_name": job, "static_configs": [{"targets": [address]}]}
        for job, address in addresses.items()
    ]
    return shipped


def rules(*, quick: bool) -> dict[str, dict[str, Any]]:
    """Return the shipped rules by their file's name; ``quick`` shortens what they wait for."""
    files = sorted((DEPLOY / "prometheus" / "rules").glob("*.yaml"))
    found = {file.name: _read(file) for file in files}
    return {name: _shortened(file) for name, file in found.items()} if quick else found


def alertmanager(receiver: str, *, quick: bool) -> dict[str, Any]:
    """Return ``deploy/alertmanager/alertmanager.yml`` with a local receiver for all channels.

    Routes and inhibitions stay as they are.

    Args:
        receiver: The URL of the receiver; the name of whom it is for is added to it.
        quick: Whether waiting and repeating is shortened.
    """
    shipped = _read(DEPLOY / "alertmanager" / "alertmanager.yml")
    receivers = [_local(one, receiver) for one in shipped["receivers"]]
    route = _shortened(shipped["route"]) if quick else shipped["route"]
    return {"route": route, "receivers": receivers, "inhibit_rules": shipped["inhibit_rules"]}


def delay(alert: str, *, quick: bool) -> float:
    """Return after how many seconds or so an alert arrives; 0 for an unknown one."""
    every = [
        rule
        for file in rules(quick=quick).values()
        for group in file["groups"]
        for rule in group["rules"]
        if rule.get("alert") == alert
    ]
    if not every:
        return 0.0
    settings = prometheus("", "", "", quick=quick)["global"]
    route = alertmanager("", quick=quick)["route"]
    waits = [
        milliseconds(settings[what])
        for what in ("scrape_interval", "scrape_timeout", "evaluation_interval")
    ]
    waits += [max(milliseconds(rule.get("for", "0s")) for rule in every)]
    return (sum(waits) + milliseconds(route["group_wait"])) / 1000


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def _local(receiver: Mapping[str, Any], url: str) -> dict[str, Any]:
    """One receiver with a webhook for all its channels; what has none tells nobody still."""
    name = receiver["name"]
    if len(receiver) == 1:
        return {"name": name}
    resolved = any(
        channel.get("send_resolved", True)
        for channels in receiver.values()
        if isinstance(channels, list)
        for channel in channels
    )
    return {
        "name": name,
        "webhook_configs": [{"url": f"{url}/{name}", "send_resolved": resolved}],
    }


def _shortened(value: Any) -> Any:
    """The same, with all that is waited for divided; a zero stays one."""
    if isinstance(value, list):
        return [_shortened(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: f"{milliseconds(one) // QUICK}ms" if key in _WAITING else _shortened(one)
        for key, one in value.items()
    }
