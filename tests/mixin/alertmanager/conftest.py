"""Stand-ins for all channels, and each Alertmanager there is with the shipped configuration."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from alert_channels import Mailbox, post_office
from amtools import amtools
from live_servers import issue_certificate
from shipped_alertmanager import SECRET, Stage, stage


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell which versions there were; newer ones may or may not be."""
    versions = ", ".join(map(str, amtools())) or "none"
    terminalreporter.write_line(f"alerts were sent by Alertmanager {versions}")


@pytest.fixture
def stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A mailbox that wants STARTTLS and the password, and a web server for everything else."""
    tls = issue_certificate(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.certificate, tls.key)
    with (
        post_office() as office,
        Mailbox(SECRET, context, auth_needs_tls=True) as mailbox,
        stage(office, mailbox, tls) as stand_ins,
    ):
        yield stand_ins
