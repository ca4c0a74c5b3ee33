"""``grants``: the least privileges, as what an administrator types at each server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO

import click
import msgspec

from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed
from django_health.grants.script import Account, Script
from django_health.grants.scripts import Product, Products, products_of, scripts, target_label
from django_health.grants.versions import NEWEST, numbers_of
from django_health.settings.validation import nearest_and_all
from django_health.targets import MySQLTarget, PostgreSQLTarget, RedisTarget, Target
from django_health.terminal.rounds import ask
from django_health.terminal.streams import put
from django_health_exporter.cli.asking import Asking, asking
from django_health_exporter.cli.check_names import components_like
from django_health_exporter.cli.help_text import CONTEXT, closing_words
from django_health_exporter.cli.named_server import KINDS, named_script
from django_health_exporter.cli.options import ConfigurationError, DiscreetCommand
from django_health_exporter.cli.source_options import source_options
from django_health_exporter.cli.writing import writing

CELERY = "celery"
_MARIADB = "--kind=mariadb --database=NAME prints what is for MariaDB"
VERSIONED = (PostgreSQLTarget, MySQLTarget, RedisTarget)
"""What has privileges, which differ by its version."""

ASKED = ("database", "cache")
"""The components whose servers are asked for their versions."""


def _text(found: Iterable[Script]) -> str:
    return "\n\n".join("\n".join(script.lines()) for script in found) + "\n"


def _statements(found: Iterable[Script]) -> str:
    return "".join(f"{statement}\n" for script in found for statement in script.statements)


def _json(found: Iterable[Script]) -> str:
    documents = [script.document() for script in found]
    return msgspec.json.format(msgspec.json.encode(documents), indent=2).decode() + "\n"


FORMATS: Mapping[str, Callable[[Iterable[Script]], str]] = {
    "text": _text,
    "statements": _statements,
    "json": _json,
}


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "grants --django.settings=shop.settings",
            "grants database/default --format=statements | psql shop",
            "grants cache/default --user=watcher --format=statements | redis-cli",
            "grants --kind=mysql --server-version=8.4 --database=shop",
        ],
        {
            0: "the privileges are on stdout",
            2: "the flags or the configuration cannot be used, or the answer cannot be written",
        },
    ),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=components_like)
@click.option("--user", default=Account.user, show_default=True, help="Who is to be given them.")
@click.option(
    "--host",
    default=Account.host,
    show_default=True,
    help="From where that user comes, for MySQL and MariaDB; '%' is anywhere.",
)
@click.option(
    "--server-version",
    default="",
    metavar="VERSION",
    help="Take the servers for this version; default: ask each.",
)
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    help="For a server of this kind, without a configuration.",
)
@click.option("--database", default="", help="With --kind: the database's name, or its number.")
@click.option("--key-prefix", default="", help="With --kind=redis: KEY_PREFIX of the cache.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="'statements' leaves out what people have to know, as redis-cli takes no comments.",
)
@source_options
def grants(
    names: tuple[str, ...],
    *,
    user: str,
    host: str,
    server_version: str,
    kind: str | None,
    database: str,
    key_prefix: str,
    form: str,
    **given: object,
) -> None:
    """Print the least privileges that are needed, as SQL, as an ACL, or as a command.

    For each database, each cache and Celery's broker, or for those NAMEs alone: 'database/default',
    'cache', 'celery'. They are what the questions of the configured checks need at that server and
    its version, and nothing else. No password is among them: that is the administrator's.
    """
    account = _account(user, host)
    _expect_number(server_version)
    if kind is not None:
        if names:
            raise click.UsageError("--kind is for a server that is not configured: name none")
        script = named_script(kind, server_version, database, key_prefix, account)
        _write([script], form, sys.stdout)
        return

    if database or key_prefix:
        raise click.UsageError("--database and --key-prefix are of a server by --kind: give it too")

    def choose(checks: Sequence[BaseHealthCheck]) -> Sequence[BaseHealthCheck]:
        return [check for check in checks if check.name in ASKED and _is_wanted(check.label, names)]

    with asking(given, choose=choose) as asked:
        found = list(_scripts(asked, names, server_version, account))
        if not found:
            click.echo("Warning: no server is configured that has privileges to grant", err=True)
            return
        _write(found, form, asked.stdout)


def _write(found: Sequence[Script], form: str, stream: IO[str]) -> None:
    with writing(stream):
        put(FORMATS[form](found), stream)
    if form == "statements":  # which leaves out why there is none
        for script in found:
            if not script.statements:
                click.echo(f"Warning: {script.target}: {' '.join(script.notes)}", err=True)


def _account(user: str, host: str) -> Account:
    for flag, text in (("--user", user), ("--host", host)):
        if not text or not text.isprintable():
            raise click.UsageError(f"{flag}: a name is expected that can be printed")
    return Account(user, host)


def _expect_number(version: str) -> None:
    if version and (numbers_of(version) == NEWEST or not version.isprintable()):
        raise click.UsageError("--server-version: a number is expected, like 8.4")


def _scripts(
    asked: Asking, names: Sequence[str], version: str, account: Account
) -> Iterable[Script]:
    config = asked.config
    has_broker = any(check.name == CELERY for check in config.checks)
    labels = [*map(target_label, config.targets), *([CELERY] if has_broker else [])]
    for name in names:
        if not any(_means(name, label) for label in labels):
            known = {label.partition("/")[0] for label in labels}.union(labels)
            raise ConfigurationError(f"unknown target {name!r}{nearest_and_all(name, known)}")

    def is_wanted(label: str) -> bool:
        return _is_wanted(label, names)

    products = _products(asked, is_wanted, version)
    yield from scripts(
        config.targets, config.checks, config.health, products, account, wanted=is_wanted
    )
    if has_broker and is_wanted(CELERY):
        yield from _of_broker(asked, account, version)


def _is_wanted(label: str, names: Sequence[str]) -> bool:
    return not names or any(_means(name, label) for name in names)


def _means(name: str, label: str) -> bool:
    return label == name or label.startswith(f"{name}/")


def _products(asked: Asking, is_wanted: Callable[[str], bool], version: str) -> Products:
    """What the servers call themselves; one that does not answer is told on stderr."""
    wanted = [
        each
        for each in asked.config.targets
        if isinstance(each, VERSIONED) and is_wanted(target_label(each))
    ]
    if not wanted:
        return {}
    products = products_of(ask(asked.engine))
    for target in wanted:
        label = target_label(target)
        if label not in products and (unknown := _unknown(target, version)):
            click.echo(f"Warning: {label} {unknown}", err=True)
    if not version:
        return products
    return {
        label: Product(products.get(label, Product()).kind, version)
        for label in map(target_label, wanted)
    }


def _unknown(target: Target, version: str) -> str:
    """What nobody knows of a server that did not answer, and the flags that say it."""
    is_either = isinstance(target, MySQLTarget)
    if is_either and version:
        return f"did not tell what it is: this is for MySQL, {_MARIADB}"
    if is_either:
        return (
            "did not tell its version: this is for the newest MySQL, --server-version says "
            f"another, {_MARIADB}"
        )
    if version:
        return ""
    return "did not tell its version: this is for the newest, --server-version says another"


def _of_broker(asked: Asking, account: Account, version: str) -> Iterable[Script]:
    from django_health.grants.celery import celery_script  # noqa: PLC0415 - Celery is optional
    from django_health.project import load_applications  # noqa: PLC0415 - Django is optional

    try:
        load_applications()
        script = celery_script(account, version, asked.config.health.timeouts.external)
    except CheckFailed as failure:
        click.echo(f"Warning: {CELERY}: {failure}", err=True)
        return
    except (LookupError, TypeError, ValueError):
        click.echo(f"Warning: {CELERY}: the broker's settings cannot be read", err=True)
        return
    if script is not None:
        yield script
