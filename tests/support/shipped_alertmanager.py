"""The configuration of Alertmanager that operators copy, made to speak with stand-ins."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from alert_channels import Mailbox, PostOffice
from live_servers import TLSFiles, accounts
from mail_server import USER

FOLDER = Path(__file__).parents[2] / "deploy" / "alertmanager"
FILE = FOLDER / "alertmanager.yml"
TEMPLATES = FOLDER / "templates"
SECRETS = "/etc/alertmanager/secrets"
"""Where the file has the secrets."""

SECRET = "canary-4f1d0b"
"""Is in each secret of the tests, and must be in no message."""

TELEGRAM_SINCE = (0, 26)
"""Alertmanager reads Telegram's token from a file."""

_COMMENTED = re.compile(r"^    # (telegram_configs:.*(?:\n    #   .*)*)", re.MULTILINE)


def text_with_telegram() -> str:
    """Return the file with what it has in comments for newer versions: the channel Telegram."""

    def uncommented(match: re.Match[str]) -> str:
        return re.sub(r"^(?:    # )?", "    ", match[1], flags=re.MULTILINE)

    return _COMMENTED.sub(uncommented, FILE.read_text(encoding="utf-8"))


def shipped() -> dict[str, Any]:
    """Return the configuration as it is in the file."""
    configuration: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return configuration


@dataclass(frozen=True)
class Stage:
    """The stand-ins, and a folder with the secrets that lead to them."""

    folder: Path
    office: PostOffice
    mailbox: Mailbox

    def configuration(self, version: tuple[int, ...]) -> dict[str, Any]:
        """Return the shipped one with all channels, changed as an operator changes it."""
        text = text_with_telegram().replace(SECRETS, str(self.folder))
        if version < TELEGRAM_SINCE:
            token = f"bot_token_file: {self.folder / 'telegram_token'}"
            text = text.replace(token, f"bot_token: {SECRET}")
        for theirs, ours in {
            "https://heartbeat.example": f"{self.office.url}/heartbeat",
            "https://oncall.example": f"{self.office.url}/oncall",
            "mail.example:587": f"{self.mailbox.host}:{self.mailbox.port}",
            "smtp_auth_username: alertmanager@shop.example": f"smtp_auth_username: {USER}",
            "chat_id:": f"api_url: {self.office.url}\n        chat_id:",
        }.items():
            assert theirs in text, theirs
            text = text.replace(theirs, ours)
        configuration: dict[str, Any] = yaml.safe_load(text)
        for receiver in configuration["receivers"]:
            for mail in receiver.get("email_configs", []):
                mail["tls_config"] = {"ca_file": str(self.folder / "ca.pem")}
        return configuration


@contextmanager
def stage(office: PostOffice, mailbox: Mailbox, tls: TLSFiles) -> Iterator[Stage]:
    """Write the secrets where Alertmanager's account can read them."""
    account = accounts.account_for("prometheus")
    folder = accounts.make_home("secrets", None, account)
    secrets = {
        "smtp_password": SECRET,
        "slack_url": f"{office.url}/slack/{SECRET}",
        "telegram_token": SECRET,
        "heartbeat_token": SECRET,
        "oncall_token": SECRET,
    }
    try:
        for name, secret in secrets.items():
            (folder / name).write_text(secret, encoding="utf-8")
            accounts.give(folder / name, account)
        shutil.copy(tls.authority, folder / "ca.pem")
        accounts.give(folder / "ca.pem", account)
        yield Stage(folder, office, mailbox)
    finally:
        accounts.remove(folder)


def hurry(route: dict[str, Any], wait: str = "1s") -> None:
    """Have a route and those below it wait for hardly anything."""
    route["group_wait"] = wait
    route["group_interval"] = "1s"
    for below in route.get("routes", []):
        hurry(below, wait)
