"""The program: its commands, each loaded when it is called, and ``serve`` where none is named."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from django_health.version import __version__
from django_health_exporter.cli.options import DiscreetGroup, discreet

PACKAGE = "django_health_exporter.cli"

DEFAULT = "serve"
"""What is meant by flags alone."""

COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": ("serve", "Watch and answer until told to end (the default)."),
    "check": ("check", "Ask everything once, and tell how it is."),
    "watch": ("watch", "Show a table that keeps itself up to date."),
    "wait": ("wait", "Wait until what is named is healthy."),
    "targets": ("targets", "List what is watched, and where it was found."),
    "doctor": ("doctor", "Explain what is missing, with the remedy."),
    "grants": ("grants", "Print the least privileges for each server."),
    "config": ("config", "Check the configuration file, or print its JSON schema."),
    "rules": ("rules", "Write the alerts for Prometheus."),
    "dashboards": ("dashboards", "Write the dashboards for Grafana."),
    "completion": ("completion", "Print a script that has a shell complete commands."),
}
"""By name: the module, whose command bears its last name, and a line for ``--help``.

The daemon is not to import what only people at a terminal need.
"""

OWN = ("-h", "--help", "--version")
"""Flags of the program itself."""


class Program(DiscreetGroup):
    """The commands by the table; flags without a command are those of ``serve``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; ``None`` where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = COMMANDS[cmd_name][0]
        command: click.Command = getattr(
            import_module(f"{PACKAGE}.{module}"), module.rpartition(".")[2]
        )
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click gives it
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands, without loading them, and the flags of the default one."""
        found = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        if incomplete.startswith("-"):
            found += click.Command.shell_complete(self, ctx, incomplete)
            default = self.get_command(ctx, DEFAULT)
            found += default.shell_complete(ctx, incomplete) if default else []
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before flags that are not the program's own."""
        if args:
            is_default = args[0].startswith("-") and args[0] not in OWN
        else:
            is_default = not ctx.resilient_parsing  # else a shell asks what may come
        if is_default:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a complaint that there is none is one line."""
        with discreet():
            return super().resolve_command(ctx, args)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Flags without a command are those of 'serve'; see COMMAND --help for each.",
)
@click.version_option(__version__, prog_name="django-health-exporter")
def program() -> None:
    """Watch what a Django application stands on, and answer Prometheus, probes and people."""
