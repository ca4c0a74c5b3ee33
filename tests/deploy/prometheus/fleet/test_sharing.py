"""Three exporters and two Prometheus servers share 1,000 targets, by the shipped files."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from alert_channels import eventually
from live_fleet import Fleet, FleetPrometheus, running_fleet
from live_servers import MissingProgramError
from promtools import promtools

TARGETS = 1000
PATIENCE = 90.0

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """All of it; the two Prometheus are the oldest and the newest that are there."""
    tools = promtools()
    if not tools:
        raise MissingProgramError("there is no Prometheus")
    programs = [str(tool.path.with_name("prometheus")) for tool in (tools[0], tools[-1])]
    with running_fleet(tmp_path_factory.mktemp("fleet"), TARGETS, programs) as fleet:
        yield fleet


def _instances(server: FleetPrometheus) -> dict[str, str]:
    """Return by target who answered for it, and see that nobody else did."""
    found = server.query('django_health_cache_up{job="django"} == 1')
    assert max(Counter(sample["metric"]["target"] for sample in found).values(), default=1) == 1
    return {sample["metric"]["target"]: sample["metric"]["instance"] for sample in found}


def _shares(fleet: Fleet, expected: int = TARGETS) -> list[dict[str, str]]:
    """Wait until both servers together know so many targets; return what each knows."""

    def known() -> list[dict[str, str]]:
        shares = [_instances(server) for server in fleet.shards]
        return shares if sum(map(len, shares)) == expected else []

    return eventually(known, PATIENCE)


def test_each_target_is_scraped_exactly_once(fleet: Fleet) -> None:
    """Each has half of them, each exporter a third, and no target is anywhere twice."""
    shares = _shares(fleet)
    assert sorted([*shares[0], *shares[1]]) == [f"cache/c{place:04}" for place in range(TARGETS)]
    asked = Counter(instance for share in shares for instance in share.values())
    assert sorted(asked) == [exporter.address for exporter in fleet.exporters]
    assert all(number > TARGETS / 4 for number in asked.values())
    assert all(len(share) > TARGETS / 3 for share in shares)
    for server, share in zip(fleet.shards, shares, strict=True):
        assert {target["target"] for target in _active(server)} == share.keys()
        assert len(_active(server)) == len(share)


def test_each_target_is_asked_by_one_exporter(fleet: Fleet) -> None:
    """An exporter is connected to its share and to nothing else."""
    shares = _shares(fleet)
    for exporter in fleet.exporters:
        share = {name for each in shares for name, who in each.items() if who == exporter.address}
        text = exporter.scrape("?collect[]=system")
        kept = text.labelled("django_health_exporter_connections", "target")
        assert {f"cache/{name}" for name, number in kept.items() if number} == share


def test_exporters_themselves_are_scraped_once(fleet: Fleet) -> None:
    """Each with its host, by one of the servers."""
    counted = Counter(
        sample["metric"]["instance"]
        for server in fleet.shards
        for sample in server.query("django_health_exporter_build_info")
    )
    assert counted == {exporter.address: 1 for exporter in fleet.exporters}


def test_the_one_above_knows_all(fleet: Fleet) -> None:
    """It has each target once, with the share from which it came, as a target of the job."""
    eventually(
        lambda: fleet.above.count('django_health_cache_up{job="django"}') == TARGETS, PATIENCE
    )
    by_share = {
        sample["metric"]["shard"]: int(sample["value"][1])
        for sample in fleet.above.query("count by (shard) (django_health_cache_up)")
    }
    assert by_share == {str(n): len(share) for n, share in enumerate(_shares(fleet))}
    assert fleet.above.count('django_health_cache_up{replica!=""}') == 0
    assert fleet.above.count('django_health_check_status{check="cache"}') == TARGETS


def test_the_store_is_sent_all(fleet: Fleet) -> None:
    """It has each target once, and the labels by which Mimir knows the replicas of each share."""
    eventually(lambda: fleet.store.count("django_health_cache_up") == TARGETS, PATIENCE)
    samples = [sample["metric"] for sample in fleet.store.query("django_health_cache_up")]
    assert {sample["__replica__"] for sample in samples} == {"a"}
    assert {(sample["cluster"], sample["shard"]) for sample in samples} == {
        ("main-0", "0"),
        ("main-1", "1"),
    }
    assert samples[0].keys().isdisjoint({"replica", "runbooks_url", "grafana_url"})


def test_the_share_of_a_dead_exporter_is_absent_within_two_scrapes(fleet: Fleet) -> None:
    """Its targets are down and without figures at the second scrape; all others are as before."""
    shares = _shares(fleet)
    dead = fleet.exporters[1]
    dead.kill()
    died = time.time()
    for server, share in zip(fleet.shards, shares, strict=True):
        lost = {target for target, instance in share.items() if instance == dead.address}
        assert lost
        second = _second_scrapes(server, lost, died)
        assert {value for _, value in second.values()} == {0.0}
        latest = max(at for at, _ in second.values())
        assert server.count(f'django_health_cache_up{{instance="{dead.address}"}}', latest) == 0
        assert server.count('up{target=~"cache/.+"} == 1', latest) == len(share) - len(lost)
        assert server.count("django_health_cache_up == 1", latest) == len(share) - len(lost)


def test_a_server_that_starts_meanwhile_knows_them_all_the_same(fleet: Fleet) -> None:
    """The other exporters list what the dead one had; started anew, it has its share again."""
    server, dead = fleet.shards[0], fleet.exporters[1]
    down = f'up{{target=~"cache/.+",instance="{dead.address}"}} == 0'
    known = server.count(down)
    assert known
    server.restart()
    started = time.time()
    eventually(lambda: server.count(down) == known, PATIENCE)
    eventually(lambda: _scraped_since(server, dead.address, started) == known, PATIENCE)
    dead.start()
    shares = _shares(fleet)
    assert {dead.address} <= {*shares[0].values()} & {*shares[1].values()}


def test_a_prometheus_that_ends_is_seen_by_another(fleet: Fleet) -> None:
    """Its scrape of it says so, of which the alert is made."""
    ended, other = fleet.shards
    up = f'up{{job="prometheus",instance="{ended.host}:{ended.port}"}}'
    eventually(lambda: other.count(f"{up} == 1"), PATIENCE)
    ended.stop()
    eventually(lambda: other.count(f"{up} == 0"), PATIENCE)


def _active(server: FleetPrometheus) -> list[dict[str, str]]:
    return server.targets_by_job()["django-targets"]


def _second_scrapes(
    server: FleetPrometheus, targets: set[str], since: float
) -> dict[str, tuple[float, float]]:
    """Wait until each of the targets was scraped twice; return what `up` was then."""

    def found() -> dict[str, tuple[float, float]]:
        later = {
            target: [sample for sample in samples if sample[0] > since]
            for target, samples in server.samples('up{target=~"cache/.+"}').items()
            if target in targets
        }
        twice = {target: samples[1] for target, samples in later.items() if len(samples) > 1}
        return twice if twice.keys() == targets else {}

    return eventually(found, PATIENCE)


def _scraped_since(server: FleetPrometheus, instance: str, since: float) -> int:
    """Count the targets of an exporter that were scraped after an instant."""
    samples = server.samples(f'up{{target=~"cache/.+",instance="{instance}"}}')
    return sum(any(at > since for at, _ in found) for found in samples.values())
