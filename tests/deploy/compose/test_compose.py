"""The compose file: what Docker Compose and the specification say, and what neither looks for."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from compose_files import COMPOSE, DEPLOY, services
from tools_of_versions import Tool, tools
from wheel_programs import run_wheel_program

OWN = {"image", "exporter", "migrate", "web", "worker", "receiver"}
"""Services of images that are built here; the others come from a registry."""

every_compose = pytest.mark.parametrize(
    "compose", tools("docker-compose", "docker-compose"), ids=str
)


@cache
def _resolved(compose: Tool) -> dict[str, Any]:
    """The file as Docker Compose takes it, without asking Docker."""
    ended = subprocess.run(
        [compose.path, "--file", COMPOSE, "config", "--format=json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
    )
    document: dict[str, Any] = json.loads(ended.stdout)
    return document


def _schema(file: Path) -> tuple[int, str]:
    ended = run_wheel_program(
        "check-jsonschema", "--builtin-schema=vendor.compose-spec", "--no-cache", file
    )
    return ended.returncode, ended.stdout


@every_compose
def test_docker_compose_takes_it(compose: Tool) -> None:
    """Without a word."""
    ended = compose.run("--file", COMPOSE, "config", "--quiet")
    assert (ended.returncode, ended.stdout) == (0, "")


@every_compose
@pytest.mark.parametrize(
    ("theirs", "broken"),
    [
        ("depends_on:", "depend_on:"),
        ("condition: service_healthy", "condition: service_well"),
        ("networks: [servers]", "networks: [nowhere]"),
        ("secrets: [grafana_password]", "secrets: [grafana_secret]"),
    ],
)
def test_docker_compose_sees_a_mistake(
    compose: Tool, tmp_path: Path, theirs: str, broken: str
) -> None:
    """What the test before relies on."""
    text = COMPOSE.read_text(encoding="utf-8")
    file = tmp_path / "compose.yaml"
    assert theirs in text
    file.write_text(text.replace(theirs, broken), encoding="utf-8")
    assert compose.run("--file", file, "config", "--quiet").returncode != 0


def test_it_is_as_the_specification_wants(tmp_path: Path) -> None:
    """And a word that is none is told."""
    assert _schema(COMPOSE)[0] == 0, _schema(COMPOSE)[1]
    broken = tmp_path / "compose.yaml"
    broken.write_text(COMPOSE.read_text().replace("healthcheck:", "healtcheck:"), encoding="utf-8")
    code, told = _schema(broken)
    assert code != 0
    assert "healtcheck" in told


@every_compose
def test_what_it_mounts_is_there(compose: Tool) -> None:
    """But for the secrets, which a script makes."""
    resolved = _resolved(compose)
    mounted = [
        Path(volume["source"])
        for service in resolved["services"].values()
        for volume in service.get("volumes", [])
        if volume["type"] == "bind"
    ]
    assert mounted
    assert [str(path) for path in mounted if not path.exists()] == []
    assert all(
        volume.get("read_only")
        for service in resolved["services"].values()
        for volume in service.get("volumes", [])
        if volume["type"] == "bind"
    )


@every_compose
def test_each_container_may_do_as_little_as_it_can(compose: Tool) -> None:
    """No privilege, nothing to write but its data, not root, bounded."""
    for name, service in _resolved(compose)["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "cap_add" not in service, name
        assert "privileged" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["user"] not in {"", "0", "root"}, name
        assert service["pids_limit"], name
        assert service["mem_limit"], name


@every_compose
def test_nothing_is_open_to_the_network(compose: Tool) -> None:
    """Ports are those of this machine alone, and the servers have none."""
    resolved = _resolved(compose)
    published = [
        (name, port["host_ip"])
        for name, service in resolved["services"].items()
        for port in service.get("ports", [])
    ]
    assert {host for _, host in published} == {"127.0.0.1"}
    assert {name for name, _ in published} == {
        "web", "exporter", "prometheus", "alertmanager", "grafana"
    }  # fmt: skip
    assert resolved["networks"]["servers"]["internal"]


@every_compose
def test_each_service_has_a_health_check(compose: Tool) -> None:
    """Its own, its image's, or a reason for none; a container that ends has none."""
    found = _resolved(compose)["services"]
    without = {name for name, service in found.items() if "healthcheck" not in service}
    disabled = {
        name for name, service in found.items() if service.get("healthcheck", {}).get("disable")
    }
    assert without == {"exporter"}
    assert disabled == {"image", "migrate", "worker"}
    assert all(found[name]["restart"] == "no" for name in disabled - {"worker"})


def test_no_image_is_whatever_is_newest() -> None:
    """Each names its registry and a version, but those that are built here."""
    for name, service in services().items():
        if name in OWN:
            assert service["image"].endswith(":local"), name
        else:
            assert re.fullmatch(
                r"docker\.io/\S+/\S+:v?\d+\.\d+\.\d+\S*|docker\.io/library/\S+:\d+\.\d+\S*",
                service["image"],
            ), name


@every_compose
def test_passwords_are_files(compose: Tool) -> None:
    """No variable, no argument holds one; each is the file that the script makes."""
    resolved = _resolved(compose)
    for name, service in resolved["services"].items():
        told = json.dumps([service.get("environment"), service.get("command")])
        assert not re.search(r'PASSWORD(?!_+FILE)[A-Z_]*"?[:=]', told), name
    made = (DEPLOY / "compose" / "make-secrets.sh").read_text(encoding="utf-8")
    for secret, where in resolved["secrets"].items():
        assert Path(where["file"]).parent.name == "secrets"
        assert secret in made
    assert (DEPLOY / "compose" / ".gitignore").read_text(encoding="utf-8").endswith("/secrets/\n")
