"""What channels are given: the detailed document, who sends it, and what there is to tell."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

from django_health.json_ready import one_line
from django_health.reports.documents import Document, detailed_document
from django_health.reports.shown import shown
from django_health.result import Report
from django_health.version import __version__


def source_of(instance: str) -> Document:
    """Return who sends: a name, which is that of the host where none is given, and the version."""
    return {"instance": instance or host_name(), "version": __version__}


def health_data_of(report: Report, alerts: Iterable[Document], instance: str) -> Document:
    """Return the detailed document, masked, with ``alerts`` and ``source``."""
    document = detailed_document(shown(report))
    return {**document, "alerts": list(alerts), "source": source_of(instance)}


def host_name() -> str:
    """Return the host's name, or in a container what the container is called."""
    return one_line(socket.gethostname(), 200) or "unknown"


def process_name() -> str:
    """Return what no other process has: the host's name and the process's number."""
    return f"{host_name()}:{os.getpid()}"
