"""``completion``: what a shell has to read so that it completes commands and flags."""

from __future__ import annotations

import sys

import click
from click.shell_completion import get_completion_class

from django_health_exporter.cli.bash_completion import BashCompletion
from django_health_exporter.cli.help_text import CONTEXT, PROGRAM, closing_words
from django_health_exporter.cli.options import DiscreetCommand
from django_health_exporter.cli.writing import writing

SHELLS = ("bash", "zsh", "fish")

VARIABLE = "_DJANGO_HEALTH_EXPORTER_COMPLETE"
"""The variable by which the shell asks the program."""


@click.command(
    cls=DiscreetCommand,
    context_settings=dict(CONTEXT),
    epilog=closing_words(
        [
            "completion bash > ~/.local/share/bash-completion/completions/django-health-exporter",
            "completion zsh > ~/.zfunc/_django-health-exporter",
            "completion fish > ~/.config/fish/completions/django-health-exporter.fish",
        ],
        {0: "the script is on stdout", 2: "there is none for this shell, or it cannot be written"},
    ),
)
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def completion(shell: str) -> None:
    """Print the script that has a SHELL complete commands, flags and components."""
    root = click.get_current_context().find_root().command
    kind = BashCompletion if shell == "bash" else get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"there is no completion for {shell}")
    with writing(sys.stdout):
        click.echo(kind(root, {}, PROGRAM, VARIABLE).source())
