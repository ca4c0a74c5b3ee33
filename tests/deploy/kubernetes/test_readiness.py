"""The page's advice for an application's own probes, followed word by word, under a real server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from live_site import GthreadSite, SiteStack, running_site
from manifests import KUSTOMIZE, built, of_kind, pods
from page_snippets import snippets

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "kubernetes.md"
BY_ADDRESS = {"Host": "10.1.2.3:8000"}
"""As the kubelet asks, by a name that no setting allows."""

REQUIRED = {"SHOP_PAYMENTS_TOKEN": "x"}


def _settings() -> dict[str, Any]:
    """The settings of the page, as they stand there."""
    (text,) = snippets(PAGE, "python", "# settings.py")
    found: dict[str, Any] = {}
    exec(text, found)  # noqa: S102 - the page is ours
    return {name: found[name] for name in ("MIDDLEWARE", "HEALTH_CHECK")}


def _probes() -> dict[str, dict[str, Any]]:
    (text,) = snippets(PAGE, "yaml", "# of the container\n")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return found


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteStack]:
    """A project that follows the page."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop").mkdir()
    (folder / "shop" / "__init__.py").write_text("", encoding="utf-8")
    (text,) = snippets(PAGE, "python", "# shop/liveness.py")
    (folder / "shop" / "liveness.py").write_text(text, encoding="utf-8")
    apps = ["django.contrib.contenttypes", "django.contrib.auth", "django_health"]
    with running_site(folder, INSTALLED_APPS=apps, **_settings()) as stack:
        yield stack


@pytest.fixture
def site(stack: SiteStack) -> Iterator[GthreadSite]:
    """The project under gunicorn, with the environment that it needs."""
    with GthreadSite(stack.folder, stack.name, REQUIRED) as running:
        yield running


def _asked(site: GthreadSite, probe: str) -> int:
    """Ask as the kubelet does, and give up when it would."""
    words = _probes()[probe]
    path = words["httpGet"]["path"]
    return site.get(path, BY_ADDRESS, timeout=float(words["timeoutSeconds"])).status


def test_all_is_well(site: GthreadSite) -> None:
    """Both probes are answered, although they ask by an address."""
    assert (_asked(site, "livenessProbe"), _asked(site, "readinessProbe")) == (200, 200)


@pytest.mark.parametrize("known", [True, False], ids=["asked before", "never asked"])
def test_a_pod_stays_in_service_while_what_all_share_hangs(
    site: GthreadSite, stack: SiteStack, *, known: bool
) -> None:
    """Database, caches and broker accept and are silent: the probe still has its answer in time."""
    if known:
        assert _asked(site, "readinessProbe") == 200
    shared = (stack.postgresql, stack.redis, stack.memcached, stack.broker)
    for server in shared:
        server.pause()
    try:
        for _ in range(6):
            assert _asked(site, "readinessProbe") == 200
            assert _asked(site, "livenessProbe") == 200
    finally:
        for server in shared:
            server.resume()


def test_a_pod_stays_in_service_while_what_all_share_is_gone(
    site: GthreadSite, stack: SiteStack
) -> None:
    """Nobody listens any more; people are told all the same."""
    stack.postgresql.stop()
    stack.redis.stop()
    try:
        for _ in range(4):
            assert _asked(site, "readinessProbe") == 200
        told = site.get("/health/detailed/", timeout=20).json()
    finally:
        stack.postgresql.start()
        stack.redis.start()
    assert told["status"] == "warning"
    assert {told["checks"][name]["status"] for name in ("database", "cache")} == {"error"}


def test_a_pod_of_its_own_fault_is_taken_out(stack: SiteStack) -> None:
    """The variable that the settings require is missing: not ready, and alive."""
    with GthreadSite(stack.folder, stack.name) as site:
        assert (_asked(site, "readinessProbe"), _asked(site, "livenessProbe")) == (503, 200)


def _before_the_start() -> list[dict[str, Any]]:
    """What the page has run before the start."""
    (text,) = snippets(PAGE, "yaml", "# of the pod\ninitContainers")
    found: list[dict[str, Any]] = yaml.safe_load(text)["initContainers"]
    return found


def _run(stack: SiteStack, *arguments: str) -> int:
    """Run a module of Python in the project; return its exit code."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=stack.folder,
        env={
            "PYTHONPATH": str(stack.folder),
            "DJANGO_SETTINGS_MODULE": f"{stack.name}.settings",
            **REQUIRED,
        },
        capture_output=True,
        check=False,
        timeout=90,
    ).returncode


def test_what_comes_before_the_start_waits_for_the_database(stack: SiteStack) -> None:
    """It ends well when the database is there, and in vain when it is not, uncritical or not."""
    program, *words = _before_the_start()[0]["command"]
    assert program == "django-health-exporter"
    wait = ["django_health_exporter", *(word for word in words if "--timeout" not in word)]
    assert _run(stack, *wait, "--timeout=30") == 0
    stack.postgresql.stop()
    try:
        assert _run(stack, *wait, "--timeout=1") == 1
    finally:
        stack.postgresql.start()
    assert _run(stack, *wait, "--timeout=30") == 0


def test_what_comes_before_the_start_looks_for_missing_migrations(stack: SiteStack) -> None:
    """It fails while one is not applied, and lets pass what is newer than the code."""
    python, manage, *words = _before_the_start()[1]["command"]
    assert (python, manage) == ("python", "manage.py")
    assert _run(stack, "django", *words) == 0
    assert _run(stack, "django", "migrate", "auth", "0011") == 0
    assert _run(stack, "django", *words) == 1
    assert _run(stack, "django", "migrate") == 0
    newer = b"insert into django_migrations (app, name, applied) values ('auth', '0099_new', now())"
    with stack.postgresql.connect() as connection:
        connection.execute(newer)
    assert _run(stack, "django", *words) == 0


def test_the_example_follows_the_page() -> None:
    """The same paths and the same patience; the readiness waits longer than the slowest check."""
    (pod,) = pods(of_kind(built(KUSTOMIZE / "overlays" / "sidecar"), "Deployment"))
    (application,) = (one for one in pod["containers"] if one["name"] == "application")
    for name, probe in _probes().items():
        assert application[name] == probe
    told = [one["command"] for one in _before_the_start()]
    assert [one["command"] for one in pod["initContainers"]] == told
    patience = _probes()["readinessProbe"]["timeoutSeconds"]
    assert patience > max(_settings()["HEALTH_CHECK"]["TIMEOUTS"].values()) + 0.5
