"""``django-health-exporter``: watch and answer until told to end."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from django_health.errors import HealthCheckError
from django_health.version import __version__
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand, flag
from django_health_exporter.cli.source_options import flags_of, loaded, source_options
from django_health_exporter.cli.web_options import web_given, web_options
from django_health_exporter.cli.writing import writing
from django_health_exporter.configuration.config import Config
from django_health_exporter.daemon import run
from django_health_exporter.logs import FORMATTERS, LEVELS, configure_logging
from django_health_exporter.reloading.reloader import Reloader
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.server import ListenError


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "--django.settings=shop.settings",
            "serve --config.file=/etc/django-health-exporter.yml --web.listen-address=:10170",
            "serve --config.file=new.yml --config.check",
        ],
        {
            0: "it was told to end; or the configuration is valid, with --config.check",
            2: "the flags or the configuration cannot be used; one line on stderr says why",
        },
    ),
)
@source_options
@flag(
    "--config.check",
    "config_check",
    is_flag=True,
    help="Validate the configuration, connect to nothing, and exit with 0 or 2.",
)
@web_options
@flag(
    "--log.level",
    "log_level",
    type=click.Choice(list(LEVELS)),
    help="The mildest that is logged; default: info.",
)
@flag(
    "--log.format",
    "log_format",
    type=click.Choice(list(FORMATTERS)),
    help="How a line is written; default: logfmt.",
)
@click.version_option(__version__, prog_name="django-health-exporter")
def serve(config_check: bool, **given: object) -> None:
    """Watch what a Django application stands on, and answer Prometheus and health probes.

    Databases and caches are found in Django's settings (DJANGO_SETTINGS_MODULE), in a configuration
    file, or as URLs in the environment: DATABASE_URL, CACHE_URL or REDIS_URL for the alias
    'default', DATABASE_URL_<ALIAS> and CACHE_URL_<ALIAS> for more.

    Each flag may be given by an environment variable too: --web.listen-address is
    DJANGO_HEALTH_EXPORTER_WEB_LISTEN_ADDRESS.
    """
    web = web_given(given)
    flags = flags_of(given, web)
    reloader = Reloader()
    if not config_check:
        reloader.listen()
    config = loaded(flags)
    policies = _policies_of(config)
    if config_check:
        with writing(sys.stdout):
            click.echo(f"valid: {config.found}")
        return
    configure_logging(config.log_level, config.log_format)
    try:
        run(config, policies, flags, reloader)
    except (ListenError, HealthCheckError) as error:
        raise ConfigurationError(str(error)) from None


def _policies_of(config: Config) -> CurrentPolicy:
    file = config.web.config_file
    try:
        return CurrentPolicy(Path(file) if file else None)
    except HealthCheckError as error:
        raise ConfigurationError(str(error)) from None
