"""The daemon starts with what the manifests say, and answers where they say that it does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import bcrypt
import pytest
import yaml

from live_exporter import Exporter
from live_servers import free_port, issue_certificate
from manifests import CHART, KUSTOMIZE, Manifest, built, of_kind, pods, rendered

PASSWORDS = {"DATABASE_PASSWORD": "x", "CACHE_PASSWORD": "x"}
FOLDERS = [KUSTOMIZE / "base", KUSTOMIZE / "overlays" / "production"]


class PrefixedExporter(Exporter):
    """A daemon that answers below a path.

    Attributes:
        prefix: That path.
    """

    prefix = ""

    def _listens(self) -> bool:
        try:
            return self.get(f"{self.prefix}/-/healthy", timeout=5).status == 200
        except OSError:
            return False


def _arguments(manifests: list[Manifest], folder: Path) -> list[str]:
    """The arguments of the exporter, with its mounted files below a folder."""
    (deployment,) = of_kind(manifests, "Deployment")
    (pod,) = pods([deployment])
    (container,) = (one for one in pod["containers"] if one["name"] == "exporter")
    assert container["command"] == ["django-health-exporter"]
    for one in of_kind(manifests, "ConfigMap"):
        if "config.yaml" in one["data"]:
            _put(folder / "etc/django-health-exporter/config.yaml", one["data"]["config.yaml"])
    mounts = [mount["mountPath"] for mount in container["volumeMounts"] if "readOnly" in mount]
    return [_moved(argument, mounts, folder) for argument in container["args"]]


def _moved(argument: str, mounts: list[str], folder: Path) -> str:
    """An argument whose path is below the folder; a path that nothing mounts is left."""
    flag, _, value = argument.partition("=")
    inside = any(value.startswith(f"{mount}/") for mount in mounts)
    return f"{flag}={folder}{value}" if inside else argument


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("/run/secrets", str(path.parents[2] / "run/secrets")), "utf-8")


def _checked(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "django_health_exporter", *arguments, "--config.check"],
        cwd=folder,
        env=PASSWORDS,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """A folder with the Secrets that the values name: a password, a whole file, TLS with a user."""
    _put(tmp_path / "run/secrets/shop-monitor/database", "secret")
    files = issue_certificate(tmp_path)
    web = {
        "tls_server_config": {"cert_file": str(files.certificate), "key_file": str(files.key)},
        "basic_auth_users": {"prometheus": bcrypt.hashpw(b"x", bcrypt.gensalt(4)).decode()},
    }
    _put(tmp_path / "etc/django-health-exporter-web/web.yml", yaml.safe_dump(web))
    _put(tmp_path / "etc/django-health-exporter/config.yaml", "log: {level: info}\n")
    return tmp_path


@pytest.mark.parametrize("name", ["default-values", "file-values", "tls-probe-values"])
def test_arguments_of_the_chart_are_valid(name: str, mounted: Path) -> None:
    """With the ConfigMap and the Secrets where they are mounted."""
    arguments = _arguments(rendered(CHART / "ci" / f"{name}.yaml"), mounted)
    checked = _checked(arguments, mounted)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.name))
def test_arguments_of_kustomize_are_valid(folder: Path, tmp_path: Path) -> None:
    """Passwords come from the environment."""
    checked = _checked(_arguments(built(folder), tmp_path), tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_arguments_of_a_django_project_are_valid(tmp_path: Path) -> None:
    """The settings module is imported from where the values say that it is."""
    _put(tmp_path / "app/shop/settings.py", "SECRET_KEY = 'x'\nUSE_TZ = True\n")
    sets = (f'django={{"settings": "shop.settings", "pythonpath": "{tmp_path}/app"}}',)
    arguments = _arguments(rendered(CHART / "ci" / "django-values.yaml", sets=sets), tmp_path)
    checked = _checked(arguments, tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("prefix", ["", "/health-exporter"])
def test_it_answers_where_it_is_asked(prefix: str, tmp_path: Path) -> None:
    """At the paths of all probes and monitors, while the one database that it watches is down."""
    dead = {"databases": {"default": {"url": f"postgres://shop@127.0.0.1:{free_port()}/shop"}}}
    sets = (
        f"config={json.dumps(dead)}",
        f"web.routePrefix={json.dumps(prefix)}",
        "serviceMonitor.enabled=true",
        'probe={"enabled": true, "targets": ["database/default"]}',
    )
    manifests = rendered(sets=sets)
    arguments = _arguments(manifests, tmp_path)
    listening = [one for one in arguments if one.startswith("--web.listen-address")]
    assert listening == ["--web.listen-address=:10170"]
    exporter = PrefixedExporter(tmp_path, [one for one in arguments if one not in listening])
    exporter.prefix = prefix
    with exporter:
        for path in _asked(manifests):
            assert exporter.get(path).status == 200, path
        assert exporter.get(f"{prefix}/health/").status == 503


def _asked(manifests: list[Manifest]) -> set[str]:
    """Every path that anything in the manifests asks for."""
    (pod,) = pods(of_kind(manifests, "Deployment"))
    container = pod["containers"][0]
    paths = {one["httpGet"]["path"] for key, one in container.items() if key.endswith("Probe")}
    assert len(paths) == 2
    (monitor,) = of_kind(manifests, "ServiceMonitor")
    (endpoint,) = monitor["spec"]["endpoints"]
    (probe,) = of_kind(manifests, "Probe")
    query = "&".join(f"{key}={value[0]}" for key, value in endpoint["params"].items())
    paths.add(f"{endpoint['path']}?{query}")
    for target in probe["spec"]["targets"]["staticConfig"]["static"]:
        paths.add(f"{probe['spec']['prober']['path']}?target={target}")
    (hook,) = of_kind(manifests, "Pod")
    address = hook["spec"]["containers"][0]["args"][1]
    return {*paths, "/" + address.split("/", 3)[3]}
