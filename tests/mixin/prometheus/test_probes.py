"""The examples that ask for single targets, on a real Prometheus and the real daemon."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
import yaml

from live_exporter import Exporter, sqlite_entry, write_settings
from live_servers import Sample, TLSFiles, issue_certificate
from shipped_prometheus import ConfiguredPrometheus, hasty_jobs
from watched_bcrypt import hashed

SETTINGS = "--django.settings=probed_settings"
PASSWORD = "canary-remote"
PATIENCE = 60.0


class TLSExporter(Exporter):
    """The daemon with a web configuration file, of which this test's client trusts nothing."""

    def _listens(self) -> bool:
        with closing(socket.socket()) as client:
            return client.connect_ex((self.host, self.port)) == 0


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two databases."""
    folder = tmp_path_factory.mktemp("project")
    databases = {name: sqlite_entry(folder / f"{name}.sqlite3") for name in ("default", "archive")}
    write_settings(folder, "probed_settings", DATABASES=databases, INSTALLED_APPS=[])
    return folder


@pytest.fixture(scope="module")
def exporter(project: Path) -> Iterator[Exporter]:
    """The daemon on it."""
    with Exporter(project, [SETTINGS]) as exporter:
        yield exporter


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> TLSFiles:
    """A certificate for the daemon."""
    return issue_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def remote(project: Path, tls: TLSFiles) -> Iterator[Exporter]:
    """The daemon on it again, with TLS and a user."""
    web = project / "web.yml"
    users = {"prometheus": hashed(PASSWORD).decode()}
    files = {"cert_file": str(tls.certificate), "key_file": str(tls.key)}
    web.write_text(yaml.safe_dump({"basic_auth_users": users, "tls_server_config": files}))
    with TLSExporter(project, [SETTINGS, f"--web.config.file={web}"]) as exporter:
        yield exporter


@pytest.fixture(scope="module")
def prometheus(
    program: str, exporter: Exporter, remote: Exporter, tls: TLSFiles
) -> Iterator[ConfiguredPrometheus]:
    """A Prometheus with both examples."""
    changed = {
        "app-1.shop.example:10170": remote.address,
        "/etc/prometheus/secrets/": "",
        "cache/default": "database/archive",
    }
    jobs = hasty_jobs("http-sd", **{"localhost:10170": exporter.address})
    jobs += hasty_jobs("remote-probe", **changed)
    beside = {
        "django-health-ca.pem": tls.authority.read_text(encoding="utf-8"),
        "django-health-password": PASSWORD,
    }
    with ConfiguredPrometheus({"scrape_configs": jobs}, beside, program) as server:
        yield server


def _is(number: int, samples: Sequence[Sample]) -> bool:
    return [float(sample["value"][1]) for sample in samples] == [number]


def test_what_the_daemon_lists(prometheus: ConfiguredPrometheus, exporter: Exporter) -> None:
    """Each thing that it watches is one target, and no figure is there twice."""
    listed = sorted(group["labels"]["target"] for group in exporter.get("/sd").json())
    its = f"job='django',instance='{exporter.address}'"
    up, all_of_them = f"count(up{{{its}}} == 1)", len(listed) + 1
    prometheus.wait_for(up, partial(_is, all_of_them), PATIENCE)
    by_job = prometheus.targets_by_job()
    probed = {job: sorted(t.get("target", "") for t in found) for job, found in by_job.items()}
    assert probed["django-databases"] == ["database/archive", "database/default"]
    assert sorted(probed["django-databases"] + probed["django-others"]) == listed
    assert probed["django"] == [""]
    for series, number in {
        "django_health_database_up{%s}": 2,
        "django_health_check_status{check='system',%s}": 1,
        "django_health_threshold_ratio{resource='disk',level='warning',%s}": 1,
        "django_health_exporter_build_info{%s}": 1,
        "django_health_check_state{target='',%s}": 0,
        "django_health_exporter_check_success{check='system',part='memory',%s}": 1,
        "django_health_exporter_check_success{check!='system',%s}": 0,
    }.items():
        query = f"count({series % its}) or vector(0)"
        prometheus.wait_for(query, partial(_is, number))


def test_what_is_named_by_hand(prometheus: ConfiguredPrometheus, remote: Exporter) -> None:
    """Single targets are asked over TLS with a password, and have the daemon's name."""
    query = "probe_success{job='django-remote'}"
    found = prometheus.wait_for(query, lambda all_: len(all_) == 2, PATIENCE)
    assert {sample["metric"]["target"]: sample["value"][1] for sample in found} == {
        "database/archive": "1",
        "database/default": "1",
    }
    assert {sample["metric"]["instance"] for sample in found} == {remote.address}
