"""What ``deploy/compose.yaml`` mounts, and how it follows from what is shipped for machines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
FOLDER = DEPLOY / "compose"

_ALERTMANAGER_HEAD = """\
# Of compose.yaml: made of ../alertmanager/alertmanager.yml, with receivers that print.
# UPDATE_GOLDEN=1 .venv/bin/pytest tests/deploy/compose makes it anew.

"""

_RECEIVERS = """\
receivers:
  - name: nobody

  - name: dead-mans-switch
    webhook_configs:
      - {url: "http://receiver:9095/dead-mans-switch", send_resolved: false}

  - name: pager
    webhook_configs:
      - {url: "http://receiver:9095/pager", send_resolved: true}

  - name: chat
    webhook_configs:
      - {url: "http://receiver:9095/chat", send_resolved: true}

"""


def services() -> dict[str, dict[str, Any]]:
    """Return the services of the compose file by their names."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))[
        "services"
    ]
    return found


def alertmanager_text() -> str:
    """Make Alertmanager's configuration of the shipped one, with receivers that print.

    Raises:
        ValueError: The shipped one has other parts than it had.
    """
    shipped = (DEPLOY / "alertmanager" / "alertmanager.yml").read_text(encoding="utf-8")
    parts = re.search(
        r"^(?P<route>(?:#[^\n]*\n)*route:\n.*?)^receivers:\n.*?^(?P<inhibitions>(?:#[^\n]*\n)*inhibit_rules:\n.*)",
        shipped,
        flags=re.MULTILINE | re.DOTALL,
    )
    if parts is None:
        raise ValueError("alertmanager.yml has no route, receivers and inhibit_rules in this order")
    return _ALERTMANAGER_HEAD + parts["route"] + _RECEIVERS + parts["inhibitions"]
