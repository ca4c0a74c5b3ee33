"""Prometheus with the shipped rules and Alertmanager with the shipped routes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from deploy.stack import accounts, configuration
from deploy.stack.part import Part
from deploy.stack.places import made
from deploy.stack.ports import LOOPBACK
from deploy.stack.programs import find_program
from deploy.stack.site import answers


def prometheus(home: Path, port: int, exporter: int, alertmanager: int, *, quick: bool) -> Part:
    """Prometheus, which scrapes the exporter, itself and Alertmanager.

    Args:
        home: Its folder, which is made.
        port: Where it listens.
        exporter: The exporter's port.
        alertmanager: That of Alertmanager.
        quick: Whether waiting is shortened.
    """
    account = accounts.account_for("prometheus")
    addresses = [f"{LOOPBACK}:{each}" for each in (port, exporter, alertmanager)]
    made(home, account)
    _write(home / "prometheus.yml", configuration.prometheus(*addresses, quick=quick))
    (home / "rules").mkdir()
    for name, rules in configuration.rules(quick=quick).items():
        _write(home / "rules" / name, rules)
    accounts.give(home, account)
    command = [
        find_program("prometheus"),
        f"--config.file={home / 'prometheus.yml'}",
        f"--storage.tsdb.path={home / 'data'}",
        f"--web.listen-address={LOOPBACK}:{port}",
    ]
    if quick:  # what fires before Alertmanager was found is sent again only after this time
        command.append("--rules.alert.resend-delay=5s")
    url = f"http://{LOOPBACK}:{port}/-/ready"
    return Part("prometheus", command, home, port, lambda: answers(url), account)


def alertmanager(home: Path, port: int, receiver: int, *, quick: bool) -> Part:
    """Alertmanager, which tells the local receiver alone.

    Args:
        home: Its folder, which is made.
        port: Where it listens.
        receiver: The receiver's port.
        quick: Whether waiting is shortened.
    """
    account = accounts.account_for("prometheus")
    address = f"http://{LOOPBACK}:{receiver}"
    _write(
        made(home, account) / "alertmanager.yml", configuration.alertmanager(address, quick=quick)
    )
    accounts.give(home, account)
    command = [
        find_program("prometheus-alertmanager"),
        f"--config.file={home / 'alertmanager.yml'}",
        f"--storage.path={home / 'data'}",
        f"--web.listen-address={LOOPBACK}:{port}",
        "--cluster.listen-address=",
    ]
    url = f"http://{LOOPBACK}:{port}/-/ready"
    return Part("alertmanager", command, home, port, lambda: answers(url), account)


def _write(path: Path, document: Mapping[str, object]) -> None:
    """Write as JSON, which is YAML, and keeps the dates and numbers that a text only looks like."""
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
