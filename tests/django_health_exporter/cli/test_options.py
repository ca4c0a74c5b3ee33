"""How flags are named and where else they may come from."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from django_health_exporter.cli.options import variable
from django_health_exporter.cli.serve import serve

OPTIONS = [parameter for parameter in serve.params if isinstance(parameter, click.Option)]


def test_variable() -> None:
    """A flag's variable is its name in capitals behind the program's."""
    assert variable("--web.listen-address") == "DJANGO_HEALTH_EXPORTER_WEB_LISTEN_ADDRESS"


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: str(option.opts[0]))
def test_each_flag_has_its_variable(option: click.Option) -> None:
    """Every flag but ``--version`` and ``--help`` may be given by the environment."""
    if option.opts[0] in ("--version", "--help"):
        return
    assert option.envvar is not None
    assert option.envvar[0] == variable(option.opts[0])


@pytest.mark.parametrize(
    "arguments",
    [
        ["postgres://shop:canary@db/shop"],
        ["--postgres://shop:canary@db/shop"],
        ["--log.level=redis://:canary@cache"],
        ["--scrape-timeout", "https://api.example/?token=canary"],
        ["--config.file=postgres://shop:canary@db/shop"],
        ["--web.listen-address=http://shop:canary@db"],
        ["--web.telemetry-path=http://shop:canary@db"],
        ["--django.settings=x", "--django.pythonpath=redis://:canary@cache"],
    ],
)
def test_a_url_in_the_wrong_place_is_not_repeated(arguments: list[str]) -> None:
    """The complaint says where it was given, and has stars for the credentials in it."""
    ended = CliRunner().invoke(serve, ["--config.check", *arguments])
    assert ended.exit_code == 2
    assert "***" in ended.stderr
    assert "canary" not in ended.output
