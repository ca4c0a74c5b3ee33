"""Who asks."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from django_health_exporter.web.config import WebConfig
from running_web import running_web
from unix_http import ask_unix


def test_each_kind_of_client(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log has the address of a TCP client, and the word for one of a unix socket."""
    path = tmp_path / "web.sock"
    config = WebConfig(listen_addresses=("127.0.0.1:0", f"unix:{path}"))
    with caplog.at_level(logging.DEBUG), running_web([], config) as web:
        web.get("/-/healthy")
        ask_unix(path, "/-/ready")
    assert "200 GET '/-/healthy' from 127.0.0.1" in caplog.messages
    assert "200 GET '/-/ready' from unix" in caplog.messages
