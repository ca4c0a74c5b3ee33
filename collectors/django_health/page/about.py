"""What the page is about, so that two tabs can be told apart."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from django_health.json_ready import one_line

LONGEST = 80
"""Characters after which a name is cut."""


@dataclass(frozen=True, slots=True)
class About:
    """What only the host of the page can know of it; shown to those alone who may see details.

    Attributes:
        name: What is looked at: the host of a URL, or :func:`here`; empty if there is no name.
        memory: Whose memory the past is, as a sentence; empty where it is that of all there is.
    """

    name: str = ""
    memory: str = ""


def here(project: str = "") -> str:
    """Return what this process is called where nobody gave it a name: its project and its machine.

    Args:
        project: The module of the settings, as ``shop.settings``.
    """
    machine = socket.gethostname()
    return one_line(f"{project} on {machine}" if project else machine, LONGEST)
