"""Whether what a container of the compose file is started with is there, and is understood."""

from __future__ import annotations

import re
import shlex
from pathlib import PurePosixPath
from typing import Any

import click
import pytest

from compose_files import DEPLOY, FOLDER, services
from django_health_exporter.cli.program import COMMANDS, DEFAULT, program

IN_THE_IMAGE = "/opt/exporter/"
PROVISIONED = "/etc/grafana/provisioning"
"""Where Grafana's image looks for data sources and dashboards, unless it is told otherwise."""

FOLDERS = {"prometheus": "/etc/prometheus", "alertmanager": "/etc/alertmanager"}


def _mounts(name: str) -> dict[str, str]:
    """Where a service has what, by its place in the container."""
    volumes = services()[name].get("volumes", [])
    return {where: what for what, where in (volume.split(":")[:2] for volume in volumes)}


def _calls() -> list[list[str]]:
    """The words of each call of the program: as a command of its image, or in a script."""
    found = []
    for service in services().values():
        ours = "django-health" in service["image"] and "entrypoint" not in service
        if ours and "command" in service:
            found.append(service["command"])
        for text in service.get("command", []):
            lines = re.findall(r"^django-health-exporter (.*)$", str(text), flags=re.MULTILINE)
            found += [shlex.split(line) for line in lines]
    return found


@pytest.mark.parametrize("call", _calls(), ids=" ".join)
def test_the_program_knows_its_flags(call: list[str]) -> None:
    """To one that it does not know it ends at once, and would be started for ever."""
    name = call[0] if call[0] in COMMANDS else DEFAULT
    command = program.get_command(click.Context(program), name)
    assert command is not None
    flags = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)}
    flags |= {"--version"} if call == ["--version"] else set()
    assert {word.partition("=")[0] for word in call if word.startswith("--")} <= flags


def test_calls_are_found() -> None:
    """That of the exporter, of its base, and of what comes before the project."""
    assert {call[0] for call in _calls()} == {"serve", "--version", "wait"}


@pytest.mark.parametrize("name", services())
def test_what_a_container_starts_is_in_it(name: str) -> None:
    """In its image, or mounted where it is looked for."""
    entrypoint: list[str] = services()[name].get("entrypoint", [])
    paths = [word for word in entrypoint if word.startswith("/") and word != "/bin/sh"]
    mounted = _mounts(name)
    for path in paths:
        assert path.startswith(IN_THE_IMAGE) or path in mounted, path
    if name == "receiver":
        assert (DEPLOY / mounted[paths[-1]]) == FOLDER / "receiver.py"


@pytest.mark.parametrize("name", FOLDERS)
def test_a_configuration_is_where_it_is_looked_for(name: str) -> None:
    """The file that the flag names is mounted, and is that of this server."""
    (flag,) = [word for word in services()[name]["command"] if word.startswith("--config.file=")]
    path = flag.partition("=")[2]
    assert (DEPLOY / _mounts(name)[path]).parent == FOLDER
    assert PurePosixPath(path).name == PurePosixPath(_mounts(name)[path]).name
    assert PurePosixPath(path).parent == PurePosixPath(FOLDERS[name])


def test_rules_are_where_prometheus_looks_for_them() -> None:
    """Beside its configuration, by whose folder it reckons."""
    assert _mounts("prometheus")["/etc/prometheus/rules"] == "./prometheus/rules"


def test_grafana_is_given_what_it_provisions() -> None:
    """Each kind in the folder of its name, and nothing tells it to look elsewhere."""
    mounted = _mounts("grafana")
    source = f"{PROVISIONED}/datasources/prometheus.yaml"
    assert mounted[source] == "./compose/grafana-datasource.yaml"
    assert mounted[f"{PROVISIONED}/dashboards"] == "../grafana/provisioning/dashboards"
    environment: dict[str, Any] = services()["grafana"]["environment"]
    assert "GF_PATHS_PROVISIONING" not in environment


def test_postgresql_is_well_when_it_can_be_reached() -> None:
    """By the network, as while its image prepares the data it listens on its socket alone."""
    program, *flags = services()["postgresql"]["healthcheck"]["test"][1:]
    assert program == "pg_isready"
    assert "--host=127.0.0.1" in flags


def test_data_are_where_each_server_has_them() -> None:
    """A volume at another place is empty, and the data end with the container."""
    kept = {
        name: where
        for name in services()
        for where, what in _mounts(name).items()
        if not what.startswith(".")
    }
    assert kept == {
        "postgresql": "/var/lib/postgresql/data",
        "mariadb": "/var/lib/mysql",
        "redis": "/data",
        "prometheus": "/prometheus",
        "alertmanager": "/alertmanager",
        "grafana": "/var/lib/grafana",
    }
    for name, flag in (("prometheus", "--storage.tsdb.path"), ("alertmanager", "--storage.path")):
        assert f"{flag}={kept[name]}" in services()[name]["command"]
