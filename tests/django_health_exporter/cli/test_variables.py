"""Which of the flags were given by their variables."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from django_health_exporter.cli.options import collector_options, flag
from django_health_exporter.cli.variables import keys_from_environment
from django_health_exporter.cli.web_options import web_options


@click.command()
@flag("--config.file", "config_file")
@flag("--django.settings", "django_settings", envvar="DJANGO_SETTINGS_MODULE")
@flag("--log.level", "log_level")
@web_options
@collector_options
def command(**_given: object) -> None:
    """Print the keys."""
    click.echo(" ".join(sorted(keys_from_environment(click.get_current_context()))))


@pytest.mark.parametrize(
    ("arguments", "environ", "keys"),
    [
        ([], {}, ""),
        (["--log.level=debug", "--web.max-requests=3"], {}, ""),
        (
            [],
            {
                "DJANGO_SETTINGS_MODULE": "shop.settings",
                "DJANGO_HEALTH_EXPORTER_LOG_LEVEL": "debug",
                "DJANGO_HEALTH_EXPORTER_WEB_MAX_REQUESTS": "3",
                "DJANGO_HEALTH_EXPORTER_COLLECTOR_CACHE": "false",
                "DJANGO_HEALTH_EXPORTER_CONFIG_FILE": "x.yml",
                "DJANGO_HEALTH_EXPORTER_SELF_METRICS_PYTHON": "false",
            },
            "collectors.cache django.settings log.level web.max_requests web.self_metrics.python",
        ),
        (["--log.level=debug"], {"DJANGO_HEALTH_EXPORTER_LOG_LEVEL": "info"}, ""),
    ],
)
def test_keys(arguments: list[str], environ: dict[str, str], keys: str) -> None:
    """A flag wins over its variable, and then is none that the variable gave."""
    ended = CliRunner().invoke(command, arguments, env={"DJANGO_SETTINGS_MODULE": None, **environ})
    assert (ended.exit_code, ended.stdout) == (0, f"{keys}\n")
