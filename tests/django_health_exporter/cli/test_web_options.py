"""The flags of the HTTP side."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from django_health_exporter.cli.options import variable
from django_health_exporter.cli.web_options import WEB, web_given, web_options
from django_health_exporter.configuration.schema import WebSection
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.scrape.self_metrics import GROUPS


def given(*arguments: str, **environment: str) -> dict[str, object]:
    """What a command is given by its flags and their variables."""
    found: dict[str, object] = {}

    @click.command()
    @web_options
    def command(**parameters: object) -> None:
        found.update(web_given(parameters))

    result = CliRunner().invoke(command, arguments, env=environment, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return found


def test_nothing_is_given() -> None:
    """Then nothing takes the place of what a file says."""
    assert given() == {}


def test_every_setting_has_a_flag_and_a_key() -> None:
    """All three go by the same names."""
    settings = set(WebConfig.__struct_fields__)
    assert set(WebSection.__struct_fields__) == settings
    assert {*WEB, "self_metrics"} == settings


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--web.listen-address=:1", "--web.listen-address=:2"], "listen_addresses", (":1", ":2")),
        (["--web.exempt-path=/x"], "exempt_paths", ("/x",)),
        (["--web.max-requests=0"], "max_requests", 0),
        (["--web.read-timeout=2.5"], "read_timeout", 2.5),
        (["--web.enable-lifecycle"], "enable_lifecycle", True),
        (["--no-web.enable-lifecycle"], "enable_lifecycle", False),
        (["--web.systemd-socket"], "systemd_socket", True),
        (["--no-self-metrics.python"], "self_metrics", {"python": False}),
        (["--self-metrics.web"], "self_metrics", {"web": True}),
    ],
)
def test_a_flag(arguments: list[str], name: str, value: object) -> None:
    """It alone is given, under the file's name for it."""
    assert given(*arguments) == {name: value}


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_a_switch(group: str) -> None:
    """By its flag, and by its variable."""
    assert given(f"--no-self-metrics.{group}") == {"self_metrics": {group: False}}
    name = variable(f"--self-metrics.{group}")
    assert given(**{name: "false"}) == {"self_metrics": {group: False}}
