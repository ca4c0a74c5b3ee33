"""Files that settings name for the secrets in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.doctor.secret_names import entries, named_files
from django_health.settings.channels import TelegramChannel


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ({"password_file": "/a"}, [(Path("/a"), "the password of x")]),
        ({"urls_file": "/a"}, [(Path("/a"), "the URLs of x")]),
        ({"options": {"PRIVATE_KEY_FILE": "/a"}}, [(Path("/a"), "the private key of x")]),
        ({"some": [{"url_file": "/a"}]}, [(Path("/a"), "the URL of x")]),
        (TelegramChannel(chat=1, token_file="/a"), [(Path("/a"), "the token of x")]),
        ({"ca_file": "/a", "password": "/b", "token_file": "", "secret_file": None}, []),
    ],
)
def test_files(section: object, found: list[tuple[Path, str]]) -> None:
    """In mappings and structs, and in those within."""
    assert list(named_files(section, "x")) == found


def test_entries() -> None:
    """Of anything else there are none."""
    assert dict(entries({"a": 1})) == {"a": 1}
    assert list(entries("text")) == []
