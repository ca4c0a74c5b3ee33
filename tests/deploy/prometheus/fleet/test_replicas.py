"""What Mimir is sent by replicas of shares, and which of it its choice of replicas leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import permutations, product
from typing import Any

import yaml

from live_fleet import FLEET

SHARES, REPLICAS = ("0", "1"), ("a", "b")


def _sent(share: str, replica: str) -> dict[str, str]:
    """The external labels of one of them, as remote write sends them."""
    shard = yaml.safe_load((FLEET / "shard.yml").read_text(encoding="utf-8"))
    remote = yaml.safe_load((FLEET / "remote-write.yml").read_text(encoding="utf-8"))
    labels = {**shard["global"]["external_labels"], "shard": share, "replica": replica}
    for rule in remote["remote_write"][0]["write_relabel_configs"]:
        labels = _relabelled(labels, rule)
    return labels


def _relabelled(labels: dict[str, str], rule: dict[str, Any]) -> dict[str, str]:
    if rule.get("action") == "labeldrop":
        return {
            name: text for name, text in labels.items() if not re.fullmatch(rule["regex"], name)
        }
    assert rule.keys() <= {"source_labels", "separator", "target_label"}
    joined = rule.get("separator", ";").join(labels[name] for name in rule["source_labels"])
    return {**labels, rule["target_label"]: joined}


def _kept(running: Iterable[tuple[str, str]]) -> set[str]:
    """The shares of which anything is left: of each cluster the first replica stays chosen."""
    chosen: dict[str, str] = {}
    left = set()
    for share, replica in running:
        labels = _sent(share, replica)
        if chosen.setdefault(labels["cluster"], labels["__replica__"]) == labels["__replica__"]:
            left.add(share)
    return left


def test_whichever_ends_no_share_is_lost() -> None:
    """Whoever was chosen before: where a replica of a share is left, its figures are kept."""
    everybody = list(product(SHARES, REPLICAS))
    for ended in everybody:
        for running in permutations(one for one in everybody if one != ended):
            assert _kept(running) == set(SHARES), ended


def test_replicas_of_a_share_are_chosen_between() -> None:
    """But for the replica they are the same, so that nothing is kept twice."""
    for share in SHARES:
        one, other = (_sent(share, replica) for replica in REPLICAS)
        assert one.pop("__replica__") != other.pop("__replica__")
        assert one == other
